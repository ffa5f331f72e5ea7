package cloud.hanok.tenant.limit;

/** What is limited. The names are stored: rename none. */
public enum LimitKind {
    REQUESTS_PER_MINUTE("requests per minute", "분당 요청", 60_000, false),
    TOKENS_PER_MINUTE("tokens per minute", "분당 토큰", 60_000, true),
    REQUESTS_PER_DAY("requests per day", "일일 요청", 86_400_000, false),
    TOKENS_PER_DAY("tokens per day", "일일 토큰", 86_400_000, true),
    CONCURRENT_REQUESTS("requests at the same time", "동시 요청", 0, false),
    SPEND_PER_MONTH("won per month", "월 지출(원)", 0, false);

    private final String english;
    private final String korean;
    private final long windowMillis;
    private final boolean tokens;

    LimitKind(String english, String korean, long windowMillis, boolean tokens) {
        this.english = english;
        this.korean = korean;
        this.windowMillis = windowMillis;
        this.tokens = tokens;
    }

    /** In English: {@code requests per minute}. */
    public String english() {
        return english;
    }

    /** In Korean. */
    public String korean() {
        return korean;
    }

    /** How long a window is; 0 where there is none. */
    public long windowMillis() {
        return windowMillis;
    }

    /** Whether tokens are counted, and not requests. */
    public boolean tokens() {
        return tokens;
    }
}
