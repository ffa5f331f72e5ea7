package cloud.hanok.api.egress;

/** Why a file was not fetched, in words for whoever named it. They say nothing of what stands at an address that is not public. */
public enum FetchRefusal {
    BAD_ADDRESS(
            "it must be an https address with a host name and no user name",
            "https 주소여야 하며 호스트 이름이 있고 사용자 이름이 없어야 합니다"),
    NOT_PUBLIC("its host is not on the public internet, or cannot be found", "공개 인터넷에 있는 호스트가 아니거나 호스트를 찾을 수 없습니다"),
    TOO_MANY_REDIRECTS("it leads on to another address too often", "다른 주소로 너무 여러 번 연결됩니다"),
    BAD_STATUS("its host did not answer with the file", "호스트가 파일을 보내지 않았습니다"),
    WRONG_TYPE("its type is not one that is taken", "지원하지 않는 형식입니다"),
    TOO_LARGE("the file is too large", "파일이 너무 큽니다"),
    TOO_LATE("the file did not come in time", "파일이 제시간에 도착하지 않았습니다"),
    FAILED("the connection to its host failed", "호스트와의 연결에 실패했습니다"),
    BUSY(
            "too many files are being fetched right now; send the request again, or the file itself",
            "지금 가져오는 파일이 너무 많습니다. 다시 요청하거나 파일을 직접 보내 주세요");

    private final String english;
    private final String korean;

    FetchRefusal(String english, String korean) {
        this.english = english;
        this.korean = korean;
    }

    /** A clause in English. */
    public String english() {
        return english;
    }

    /** The same in Korean. */
    public String korean() {
        return korean;
    }
}
