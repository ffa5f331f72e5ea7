"""Runs llama.cpp's HTTP server for one model on loopback until it is told to end.

The API key comes from a file, so that it is in no process list; nothing is written anywhere.
With --llama-server, the given program takes the place of this process (same pid, same behaviour).
"""

import argparse
import os
import signal
import sys

HOST = "127.0.0.1"
# Keeps old prompts for reuse; the program's own default of 8 GiB is too much for one small machine.
PROMPT_CACHE_MIB = 256
# Threads that read and write HTTP; the work is done by --threads.
HTTP_THREADS = 4


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="GGUF file")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--alias", required=True, help="model name in requests and answers")
    parser.add_argument("--context-tokens", type=int, required=True, help="tokens of one request, prompt and answer")
    parser.add_argument("--parallel", type=int, required=True, help="requests worked on at once")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--api-key-file", required=True)
    parser.add_argument("--library", help="folder of the xllamacpp package")
    parser.add_argument("--llama-server", help="program to use instead of the package")
    return parser.parse_args()


def become_llama_server(given):
    os.execv(
        given.llama_server,
        [given.llama_server]
        + ["--host", HOST, "--port", str(given.port), "--model", given.model, "--alias", given.alias]
        + ["--ctx-size", str(given.context_tokens * given.parallel), "--parallel", str(given.parallel)]
        + ["--threads", str(given.threads), "--threads-batch", str(given.threads), "--threads-http", str(HTTP_THREADS)]
        + ["--api-key-file", given.api_key_file, "--metrics", "--slots", "--jinja", "--poll", "0"]
        + ["--cache-ram", str(PROMPT_CACHE_MIB), "--n-gpu-layers", "0"],
    )


def serve_from_package(given):
    sys.path.insert(0, given.library)
    import xllamacpp

    with open(given.api_key_file, encoding="utf-8") as file:
        key = file.read().strip()
    if not key:
        sys.exit("the API key file " + given.api_key_file + " is empty")
    params = xllamacpp.CommonParams()
    params.model.path = given.model
    params.model_alias = {given.alias}
    params.hostnames = [HOST]
    params.port = given.port
    params.api_keys = [key]
    params.n_ctx = given.context_tokens * given.parallel
    params.n_parallel = given.parallel
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = given.threads
    params.cpuparams.poll = 0
    params.cpuparams_batch.n_threads = given.threads
    params.cpuparams_batch.poll = 0
    params.n_threads_http = HTTP_THREADS
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.cors_origins = "http://" + HOST
    params.endpoint_metrics = True
    params.endpoint_slots = True
    params.use_jinja = True
    params.ui = False

    ended = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ended)
    server = xllamacpp.Server(params)
    print("listening on", server.listening_address, flush=True)
    signal.sigwait(ended)
    # The server's own end waits for open streams; whoever asked this process to end does not.
    os._exit(0)


def main():
    given = arguments()
    if given.llama_server:
        become_llama_server(given)
    else:
        serve_from_package(given)


if __name__ == "__main__":
    main()
