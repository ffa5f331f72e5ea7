package cloud.hanok.api.error;

import java.time.Duration;
import java.util.Locale;

/**
 * Everything a caller can be told went wrong: a closed list. Each has a status, OpenAI's {@code type}, a {@code code}
 * that never changes once published, and a sentence in English and in Korean that names the thing and the next step.
 * {@code {0}}, {@code {1}} stand for the arguments of an {@link ApiError}.
 */
public enum ErrorCode {
    INVALID_JSON(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request body is not valid JSON. Send one JSON object, encoded in UTF-8.",
            "요청 본문이 올바른 JSON이 아닙니다. UTF-8로 인코딩한 JSON 객체 하나를 보내 주세요."),
    INVALID_MULTIPART(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request's '{0}' is not a whole form: {1}. Send it as multipart/form-data.",
            "요청의 '{0}'이(가) 완전한 폼이 아닙니다: {1}. multipart/form-data 로 보내 주세요."),
    MALFORMED_REQUEST(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request is not well-formed HTTP. Check the request line, the headers and the address.",
            "요청이 올바른 HTTP 형식이 아닙니다. 요청 줄, 헤더, 주소를 확인해 주세요."),
    INVALID_REQUEST(
            400, ErrorType.INVALID_REQUEST_ERROR, "The request body must be a JSON object.", "요청 본문은 JSON 객체여야 합니다."),
    MISSING_REQUIRED_PARAMETER(
            400, ErrorType.INVALID_REQUEST_ERROR, "Missing required parameter: '{0}'.", "필수 매개변수가 없습니다: '{0}'."),
    INVALID_TYPE(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "Invalid type for '{0}': expected {1}.",
            "'{0}'의 형식이 올바르지 않습니다. 필요한 형식: {1}."),
    INVALID_VALUE(400, ErrorType.INVALID_REQUEST_ERROR, "Invalid value for '{0}': {1}.", "'{0}'의 값이 올바르지 않습니다: {1}."),
    UNKNOWN_PARAMETER(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "Unknown parameter: '{0}'. Remove it, or check its spelling.",
            "알 수 없는 매개변수입니다: '{0}'. 제거하거나 철자를 확인해 주세요."),
    PREVIOUS_RESPONSE_NOT_FOUND(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "There is no response '{0}' to go on from: it was not stored, was deleted, has outlived its retention, or is of another project."
                    + " Send the conversation itself as 'input' instead.",
            "이어 갈 응답 '{0}'이(가) 없습니다. 저장되지 않았거나 삭제되었거나 보관 기간이 지났거나 다른 프로젝트의 응답입니다. 대신 대화 내용을 'input'에 직접 담아 보내 주세요."),
    CONVERSATION_TOO_LONG(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The conversation '{0}' is too long: it may have {1} items, and be as long as a request. Begin another one, or delete items.",
            "대화 '{0}'이(가) 너무 깁니다. 항목은 최대 {1}개이며 전체 길이는 요청 하나의 한도를 넘을 수 없습니다. 새 대화를 시작하거나 항목을 삭제해 주세요."),
    WEBHOOKS_NOT_SENT(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "This installation sends no webhooks: its operator has not allowed messages to leave (hanok.webhooks.send). Ask for the"
                    + " result instead.",
            "이 설치 환경은 웹훅을 보내지 않습니다. 운영자가 외부 전송(hanok.webhooks.send)을 허용하지 않았습니다. 대신 결과를 조회해 주세요."),
    WEBHOOK_NOT_REACHED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The endpoint did not answer the test: {0}. Check its address and its certificate; what came of each attempt is in its log.",
            "엔드포인트가 시험 이벤트에 응답하지 않았습니다: {0}. 주소와 인증서를 확인해 주세요. 시도별 결과는 전송 기록에 있습니다."),
    CONTEXT_LENGTH_EXCEEDED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "This model's maximum context length is {0} tokens. Shorten the messages or lower max_completion_tokens.",
            "이 모델의 최대 컨텍스트 길이는 {0} 토큰입니다. 메시지를 줄이거나 max_completion_tokens를 낮춰 주세요."),
    REQUEST_NOT_SUPPORTED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "This model does not take the request: {0}. Change it, or choose another model.",
            "이 모델은 요청을 처리할 수 없습니다: {0}. 요청을 바꾸거나 다른 모델을 선택해 주세요."),
    CAPABILITY_MISSING(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The model '{0}' cannot do that: {1}. GET /v1/models says what each can; choose another one, or ask without it.",
            "'{0}' 모델은 이 기능을 지원하지 않습니다: {1}. GET /v1/models 에서 모델별 기능을 확인하고 다른 모델을 선택하거나 해당 기능 없이 요청해 주세요."),
    MISSING_PROJECT(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "A member's token is of no project. Say which one pays for the request: send the header 'OpenAI-Project: proj_...'.",
            "구성원의 토큰에는 프로젝트가 정해져 있지 않습니다. 요청이 속할 프로젝트를 'OpenAI-Project: proj_...' 헤더로 보내 주세요."),
    CONSENT_REQUIRED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "Consent to '{0}' in version '{1}' is required. Show that version, and send it.",
            "'{0}' 문서의 '{1}' 버전에 대한 동의가 필요합니다. 해당 버전을 안내하고 동의를 받아 보내 주세요."),
    GUARD_REFUSED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "'{0}' was refused by a guard: {1}. It was not sent to a model and costs nothing.",
            "보호 기능이 '{0}'을(를) 거부했습니다: {1}. 모델로 보내지 않았으며 과금되지 않습니다."),
    SEARCH_TOO_LONG(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The list was searched up to '{0}', and nothing fits so far. Go on with after={0}.",
            "'{0}'까지 조회했지만 조건에 맞는 항목이 없습니다. after={0}(으)로 이어서 조회해 주세요."),
    RESPONSE_NOT_IN_BACKGROUND(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The response '{0}' was not asked with background: true{1}.",
            "응답 '{0}'은(는) background: true{1}(으)로 요청되지 않았습니다."),
    INVALID_JSON_LINE(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The line is not a JSON object, encoded in UTF-8. A spreadsheet may have saved the file in another encoding: save it as UTF-8.",
            "이 줄은 UTF-8로 인코딩한 JSON 객체가 아닙니다. 엑셀 등에서 다른 인코딩으로 저장되었을 수 있으니 UTF-8로 저장해 주세요."),
    LINE_TOO_LONG(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The line is longer than a request may be. Ask for less at once.",
            "이 줄이 요청 하나의 최대 크기를 넘습니다. 나누어 보내 주세요."),
    DUPLICATE_CUSTOM_ID(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The custom_id '{0}' stands on an earlier line too. Give each line its own, so that its answer is found.",
            "custom_id '{0}'이(가) 앞의 줄에도 있습니다. 응답을 찾을 수 있도록 줄마다 다른 값을 지정해 주세요."),
    TOO_MANY_LINES(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The input has more than {0} lines. Split it into several batches.",
            "입력 파일이 {0}줄을 넘습니다. 여러 배치로 나누어 주세요."),
    EMPTY_BATCH(400, ErrorType.INVALID_REQUEST_ERROR, "The input has no line with a request.", "입력 파일에 요청이 한 줄도 없습니다."),
    BATCH_INPUT_GONE(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The input of the batch is not there any more, or has changed. Upload it again and make a new batch; what was answered is in the output.",
            "배치의 입력 파일이 삭제되었거나 변경되었습니다. 파일을 다시 올려 새 배치를 만들어 주세요. 이미 응답한 내용은 출력 파일에 있습니다."),
    BATCH_EXPIRED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request was not answered before the window of its batch ended. It costs nothing; ask it again in another batch.",
            "배치의 완료 기한 안에 응답하지 못한 요청입니다. 과금되지 않으며, 다른 배치로 다시 요청해 주세요."),
    BATCH_CANCELLED(
            400,
            ErrorType.INVALID_REQUEST_ERROR,
            "The batch was cancelled before the request was answered. It costs nothing.",
            "응답하기 전에 배치가 취소되었습니다. 과금되지 않습니다."),
    MISSING_API_KEY(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "You did not provide an API key. Send it as 'Authorization: Bearer hk_...'.",
            "API 키가 없습니다. 'Authorization: Bearer hk_...' 헤더로 보내 주세요."),
    INVALID_API_KEY(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "The API key is not valid: it is mistyped, revoked or of another service. Ask your administrator for a new one.",
            "API 키가 유효하지 않습니다. 잘못 입력했거나 폐기되었거나 다른 서비스의 키입니다. 관리자에게 새 키를 요청해 주세요."),
    API_KEY_EXPIRED(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "The API key has expired. Ask your administrator for a new one.",
            "API 키가 만료되었습니다. 관리자에게 새 키를 요청해 주세요."),
    UNSUPPORTED_AUTH_SCHEME(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "Only the Bearer scheme is accepted. Send 'Authorization: Bearer hk_...'.",
            "Bearer 방식만 지원합니다. 'Authorization: Bearer hk_...' 헤더를 보내 주세요."),
    INVALID_TOKEN(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "The access token is not valid here: it expired, or was issued by or for somebody else. Sign in again.",
            "유효하지 않은 액세스 토큰입니다. 만료되었거나 다른 곳에서 또는 다른 용도로 발급된 토큰입니다. 다시 로그인해 주세요."),
    TOKEN_ORGANIZATION_AMBIGUOUS(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "The access token names several organizations. Ask for one of a single one: scope=organization:<id>.",
            "액세스 토큰에 조직이 둘 이상 들어 있습니다. scope=organization:<id> 로 한 조직의 토큰을 요청해 주세요."),
    NO_SESSION(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "You are not signed in to this organization. Sign in at /console/sign-in.",
            "이 조직에 로그인되어 있지 않습니다. /console/sign-in 에서 로그인해 주세요."),
    SESSION_ENDED(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "Your session has ended: it was signed out, was not used for a while, or reached its longest time. Sign in again.",
            "세션이 종료되었습니다. 로그아웃했거나 일정 시간 사용하지 않았거나 최대 사용 시간이 지났습니다. 다시 로그인해 주세요."),
    SIGN_IN_FAILED(
            401,
            ErrorType.AUTHENTICATION_ERROR,
            "The sign-in was not finished: it took too long, was begun in another browser, or was refused. Begin again.",
            "로그인이 완료되지 않았습니다. 시간이 지났거나 다른 브라우저에서 시작했거나 거부되었습니다. 처음부터 다시 시도해 주세요."),
    CROSS_SITE_REQUEST(
            403,
            ErrorType.PERMISSION_ERROR,
            "The request does not come from a page of this console. Send the session's token in 'x-hanok-csrf', from the console's own address.",
            "이 콘솔의 페이지에서 보낸 요청이 아닙니다. 콘솔 주소에서 세션의 토큰을 'x-hanok-csrf' 헤더로 보내 주세요."),
    SIGNUP_CLOSED(
            403,
            ErrorType.PERMISSION_ERROR,
            "Signing up is closed here. Ask the operator of this cloud.",
            "현재 가입을 받지 않습니다. 클라우드 운영자에게 문의해 주세요."),
    EMAIL_UNVERIFIED(
            403,
            ErrorType.PERMISSION_ERROR,
            "Your e-mail address is not verified yet. Open the link in the verification mail first, then ask for a new token.",
            "이메일 주소가 아직 확인되지 않았습니다. 먼저 확인 메일의 링크를 열고 토큰을 새로 받아 주세요."),
    FORBIDDEN(
            403,
            ErrorType.PERMISSION_ERROR,
            "This credential may not do that. Use one with the role this route needs.",
            "이 자격 증명으로는 할 수 없는 작업입니다. 필요한 역할이 있는 자격 증명을 사용해 주세요."),
    CONTENT_NOT_KEPT(
            403,
            ErrorType.PERMISSION_ERROR,
            "This organization keeps nothing of this kind. Whoever administers it can change that: POST /v1/organization/data_retention.",
            "이 조직은 이 종류의 데이터를 보관하지 않습니다. 조직 관리자가 변경할 수 있습니다: POST /v1/organization/data_retention."),
    NOT_A_MEMBER(
            403,
            ErrorType.PERMISSION_ERROR,
            "You do not belong to the organization that the access token names. Ask an owner of it to invite you.",
            "액세스 토큰에 적힌 조직의 구성원이 아닙니다. 조직의 소유자에게 초대를 요청해 주세요."),
    OWNERS_ONLY(
            403,
            ErrorType.PERMISSION_ERROR,
            "Only an owner of the organization can make, change or remove an owner.",
            "조직의 소유자만 소유자를 지정하거나 변경하거나 제거할 수 있습니다."),
    ADDRESS_NOT_ALLOWED(
            403,
            ErrorType.PERMISSION_ERROR,
            "The API key may not be used from this address. Use an allowed network, or have its allowed_ips changed.",
            "이 주소에서는 해당 API 키를 사용할 수 없습니다. 허용된 네트워크를 사용하거나 allowed_ips 변경을 요청해 주세요."),
    NETWORK_NOT_ALLOWED(
            403,
            ErrorType.PERMISSION_ERROR,
            "Your organization does not allow requests from this network. Use one of its networks, or ask the operator which ones are"
                    + " allowed.",
            "조직이 허용하지 않은 네트워크에서 보낸 요청입니다. 허용된 네트워크를 사용하거나 운영자에게 허용 목록을 확인해 주세요."),
    TOOL_NOT_ALLOWED(
            403,
            ErrorType.PERMISSION_ERROR,
            "The tool '{0}' may not be used here: {1}.",
            "여기에서는 도구 '{0}'을(를) 사용할 수 없습니다: {1}."),
    ORIGIN_NOT_ALLOWED(
            403,
            ErrorType.PERMISSION_ERROR,
            "Your organization does not allow pages of this origin to use its API keys. Have the origin added to its allowedOrigins, or"
                    + " ask from your server.",
            "조직이 이 출처(origin)의 웹 페이지에서 API 키를 사용하는 것을 허용하지 않았습니다. allowedOrigins에 출처를 추가하거나 서버에서 호출해 주세요."),
    ENDPOINT_NOT_IN_SCOPE(
            403,
            ErrorType.PERMISSION_ERROR,
            "The API key may not use this endpoint: it is not in its scopes.endpoints.",
            "이 엔드포인트는 API 키의 scopes.endpoints 범위에 없어 사용할 수 없습니다."),
    ACCESS_NOT_IN_SCOPE(
            403,
            ErrorType.PERMISSION_ERROR,
            "The API key may only read: its scopes.access is 'read'. Use one with 'read_write'.",
            "읽기 전용 API 키입니다(scopes.access가 'read'). 'read_write' 권한이 있는 키를 사용해 주세요."),
    DATA_RESIDENCY_MISMATCH(
            403,
            ErrorType.PERMISSION_ERROR,
            "Your organization does not allow its data to be processed where '{0}' runs: {1}. Choose another model.",
            "조직의 데이터 처리 허용 지역이 '{0}' 모델이 실행되는 곳과 맞지 않습니다: {1}. 다른 모델을 선택해 주세요."),
    TENANT_SUSPENDED(
            403,
            ErrorType.PERMISSION_ERROR,
            "Your organization is suspended: its keys and members are refused until it is resumed. Ask the operator of the service.",
            "조직의 이용이 정지되었습니다. 정지가 해제될 때까지 키와 구성원의 요청이 거부됩니다. 서비스 운영자에게 문의해 주세요."),
    UNKNOWN_URL(
            404,
            ErrorType.INVALID_REQUEST_ERROR,
            "Unknown request URL: {0} {1}. Check the path; the API is described at /docs.",
            "알 수 없는 요청 주소입니다: {0} {1}. 경로를 확인해 주세요. API 설명은 /docs 에 있습니다."),
    SIGN_IN_NOT_CONFIGURED(
            404,
            ErrorType.INVALID_REQUEST_ERROR,
            "Signing in to the console is not set up here. The operator sets hanok.console.client-secret-file.",
            "콘솔 로그인이 설정되어 있지 않습니다. 운영자가 hanok.console.client-secret-file을 설정해야 합니다."),
    UNSUPPORTED_ENDPOINT(
            404,
            ErrorType.INVALID_REQUEST_ERROR,
            "The endpoint {0} is not offered here. What is offered is described at /docs.",
            "{0} 엔드포인트는 제공하지 않습니다. 제공하는 기능은 /docs 에 있습니다."),
    MODEL_NOT_FOUND(
            404,
            ErrorType.INVALID_REQUEST_ERROR,
            "The model '{0}' does not exist or you do not have access to it. GET /v1/models lists yours.",
            "'{0}' 모델이 없거나 접근 권한이 없습니다. GET /v1/models 에서 사용할 수 있는 모델을 확인해 주세요."),
    WEBHOOK_EVENT_UNKNOWN(
            404,
            ErrorType.INVALID_REQUEST_ERROR,
            "What the event '{0}' was is not known any more, or it was a test. Send a test again instead.",
            "이벤트 '{0}'의 내용이 더 이상 남아 있지 않거나 시험 이벤트입니다. 대신 시험 이벤트를 다시 보내 주세요."),
    NOT_FOUND(404, ErrorType.NOT_FOUND_ERROR, "No such {0}: '{1}'.", "{0}을(를) 찾을 수 없습니다: '{1}'."),
    METHOD_NOT_ALLOWED(
            405,
            ErrorType.INVALID_REQUEST_ERROR,
            "The method {0} is not allowed for {1}. See the Allow header.",
            "{1} 에서는 {0} 메서드를 사용할 수 없습니다. Allow 헤더를 확인해 주세요."),
    NOT_ACCEPTABLE(
            406,
            ErrorType.INVALID_REQUEST_ERROR,
            "No answer in the requested media type. Accept application/json.",
            "요청한 미디어 형식으로는 응답할 수 없습니다. Accept: application/json 을 사용해 주세요."),
    REQUEST_TIMEOUT(
            408,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request body did not arrive within {0} seconds.",
            "요청 본문이 {0}초 안에 도착하지 않았습니다."),
    HEAD_TIMEOUT(
            408,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request's headers did not arrive within {0} seconds.",
            "요청 헤더가 {0}초 안에 도착하지 않았습니다."),
    NAME_TAKEN(
            409,
            ErrorType.CONFLICT_ERROR,
            "The name '{0}' is already taken. Choose another.",
            "'{0}' 이름은 이미 사용 중입니다. 다른 이름을 선택해 주세요."),
    LAST_OWNER(
            409,
            ErrorType.CONFLICT_ERROR,
            "This is the organization's last owner. Make another member an owner first.",
            "조직의 마지막 소유자입니다. 먼저 다른 구성원을 소유자로 지정해 주세요."),
    INVITATION_UNUSABLE(
            409,
            ErrorType.CONFLICT_ERROR,
            "This invitation cannot be accepted: {0}. Ask for a new one.",
            "수락할 수 없는 초대입니다: {0}. 새 초대를 요청해 주세요."),
    PROJECT_ARCHIVED(
            409,
            ErrorType.CONFLICT_ERROR,
            "The project {0} is archived: it takes no requests, no changes and no new keys.",
            "보관된 프로젝트입니다: {0}. 요청, 변경, 새 키 발급을 할 수 없습니다."),
    TOO_MANY(
            409,
            ErrorType.CONFLICT_ERROR,
            "There can be at most {0} of them. Remove one first.",
            "최대 {0}개까지 둘 수 있습니다. 먼저 하나를 제거해 주세요."),
    BUSINESS_NUMBER_TAKEN(
            409,
            ErrorType.CONFLICT_ERROR,
            "A company with this business registration number signed up already. Ask its owner to invite you.",
            "이미 가입된 사업자등록번호입니다. 해당 조직의 소유자에게 초대를 요청해 주세요."),
    BUSINESS_NOT_ACTIVE(
            409,
            ErrorType.CONFLICT_ERROR,
            "The National Tax Service does not list this number as a business in operation.",
            "국세청에 계속사업자로 등록되어 있지 않은 사업자등록번호입니다."),
    SIGNUP_CODE_UNUSABLE(
            409,
            ErrorType.CONFLICT_ERROR,
            "This sign-up code cannot be used: {0}. Ask the operator for another.",
            "사용할 수 없는 가입 코드입니다: {0}. 운영자에게 새 코드를 요청해 주세요."),
    TOO_MANY_SIGNUPS(
            409,
            ErrorType.CONFLICT_ERROR,
            "One person can sign up at most {0} companies. Ask the operator for more.",
            "한 사람이 가입할 수 있는 회사는 최대 {0}곳입니다. 더 필요하면 운영자에게 문의해 주세요."),
    BATCH_ENDED(
            409,
            ErrorType.CONFLICT_ERROR,
            "The batch '{0}' is {1}: there is nothing to cancel.",
            "배치 '{0}'의 상태가 {1}이므로 취소할 수 없습니다."),
    IDEMPOTENCY_KEY_IN_USE(
            409,
            ErrorType.CONFLICT_ERROR,
            "A request with this Idempotency-Key is running: {0}. Retry after the time in Retry-After to get its answer.",
            "같은 Idempotency-Key의 요청이 처리 중입니다: {0}. Retry-After 시간이 지난 뒤 다시 시도하면 그 응답을 받을 수 있습니다."),
    IDEMPOTENT_ANSWER_NOT_KEPT(
            409,
            ErrorType.CONFLICT_ERROR,
            "The request with this Idempotency-Key was answered and billed once, as {0}, but its answer was too long to keep or is"
                    + " erased. Use a new key to run it again.",
            "이 Idempotency-Key의 요청은 이미 응답되어 한 번 과금되었습니다({0}). 응답이 너무 길거나 삭제되어 보관되어 있지 않습니다. 다시 실행하려면 새 키를"
                    + " 사용해 주세요."),
    CONFLICT(409, ErrorType.CONFLICT_ERROR, "That conflicts with the present state: {0}.", "현재 상태와 충돌합니다: {0}."),
    REQUEST_TOO_LARGE(
            413,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request body is larger than {0} bytes. Send less at once.",
            "요청 본문이 {0} 바이트를 넘습니다. 나누어 보내 주세요."),
    FILE_QUOTA_EXCEEDED(
            413,
            ErrorType.INVALID_REQUEST_ERROR,
            "Your organization's files use {0} of {1} bytes. Delete files, or ask the operator for more.",
            "조직의 파일이 {1} 바이트 중 {0} 바이트를 사용하고 있습니다. 파일을 삭제하거나 운영자에게 증설을 요청해 주세요."),
    URL_TOO_LONG(
            414, ErrorType.INVALID_REQUEST_ERROR, "The request URL is too long. Shorten it.", "요청 주소가 너무 깁니다. 줄여 주세요."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            ErrorType.INVALID_REQUEST_ERROR,
            "Unsupported content type. Send the body as application/json, without content encoding.",
            "지원하지 않는 콘텐츠 형식입니다. 본문을 콘텐츠 인코딩 없이 application/json 으로 보내 주세요."),
    ISOLATION_UNAVAILABLE(
            422,
            ErrorType.INVALID_REQUEST_ERROR,
            "Isolation '{0}' is not available here. Use 'SHARED'.",
            "'{0}' 격리 수준은 제공하지 않습니다. 'SHARED'를 사용해 주세요."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            ErrorType.INVALID_REQUEST_ERROR,
            "This Idempotency-Key was used with another request body. Use a new key for a new request.",
            "이 Idempotency-Key는 다른 요청 본문에 이미 사용되었습니다. 새 요청에는 새 키를 사용해 주세요."),
    INSUFFICIENT_QUOTA(
            429,
            ErrorType.INSUFFICIENT_QUOTA,
            "Your organization's credit line is used up: {0} of {1} won this month. Ask your administrator to raise it.",
            "조직의 이번 달 크레딧 한도를 모두 사용했습니다: {1}원 중 {0}원. 관리자에게 한도 상향을 요청해 주세요."),
    TOO_MANY_INVALID_KEYS(
            429,
            ErrorType.RATE_LIMIT_ERROR,
            "Too many invalid API keys came from your address. Check the key, and retry after the time in Retry-After.",
            "이 주소에서 유효하지 않은 API 키가 너무 많이 사용되었습니다. 키를 확인하고 Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    RATE_LIMIT_EXCEEDED(
            429,
            ErrorType.RATE_LIMIT_ERROR,
            "Too many requests at once. Retry after the time in Retry-After.",
            "동시에 너무 많은 요청이 들어왔습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    QUEUE_FULL(
            429,
            ErrorType.RATE_LIMIT_ERROR,
            "'{0}' has more requests than it can compute now, and there is no room in its queue for one more of your organization."
                    + " Retry after the time in Retry-After.",
            "'{0}' 모델의 요청이 처리 용량보다 많아 조직의 대기열 자리가 없습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    REQUEST_EXCEEDS_RATE_LIMIT(
            429,
            ErrorType.RATE_LIMIT_ERROR,
            "The request alone is larger than a rate limit. Shorten it, or lower max_completion_tokens.",
            "요청 하나가 속도 한도보다 큽니다. 요청을 줄이거나 max_completion_tokens를 낮춰 주세요."),
    REQUEST_HEADERS_TOO_LARGE(
            431,
            ErrorType.INVALID_REQUEST_ERROR,
            "The request headers are too large. Send fewer or shorter ones.",
            "요청 헤더가 너무 큽니다. 개수나 길이를 줄여 주세요."),
    INTERNAL_ERROR(
            500,
            ErrorType.SERVER_ERROR,
            "Something failed on our side. Retry; if it happens again, tell your administrator the request id.",
            "서버 내부 오류가 발생했습니다. 다시 시도하고, 반복되면 요청 ID를 관리자에게 알려 주세요."),
    BACKGROUND_LOST(
            500,
            ErrorType.SERVER_ERROR,
            "The answer in the background was lost with the machine that computed it, and costs nothing. Ask again.",
            "백그라운드 응답이 처리하던 장비와 함께 유실되었으며 과금되지 않습니다. 다시 요청해 주세요."),
    FILE_DAMAGED(
            500,
            ErrorType.SERVER_ERROR,
            "The file's content is not what was uploaded, or is gone, and is not given out. Delete it and upload it again; tell your"
                    + " administrator the request id.",
            "파일의 내용이 업로드한 것과 다르거나 없어져 제공하지 않습니다. 삭제한 뒤 다시 업로드하고 요청 ID를 관리자에게 알려 주세요."),
    ENGINE_FAILED(
            502,
            ErrorType.SERVER_ERROR,
            "The engine that runs '{0}' failed while it answered. Retry the request.",
            "'{0}' 모델을 실행하는 엔진이 응답 중 실패했습니다. 요청을 다시 시도해 주세요."),
    BACKGROUND_FULL(
            429,
            ErrorType.RATE_LIMIT_ERROR,
            "Too many responses are being answered in the background here; of one organization {0} at most. Retry when one has ended.",
            "백그라운드에서 처리 중인 응답이 너무 많습니다. 조직당 최대 {0}개입니다. 처리가 끝난 뒤 다시 시도해 주세요."),
    RESPONSE_NOT_ENDED(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The response '{0}' is being stored at this moment. Retry in a few seconds.",
            "응답 '{0}'을(를) 지금 저장하고 있습니다. 몇 초 후 다시 시도해 주세요."),
    SERVER_OVERLOADED(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The server is overloaded. Retry after the time in Retry-After.",
            "서버가 과부하 상태입니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    ENGINE_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "No engine that runs '{0}' is reachable right now. Retry after the time in Retry-After.",
            "'{0}' 모델을 실행하는 엔진에 지금 연결할 수 없습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    JOURNAL_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The request could not be recorded, so it was not run and costs nothing. Retry after the time in Retry-After.",
            "요청을 기록할 수 없어 실행하지 않았으며 과금되지 않습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    STORE_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The database is not reachable right now. Retry after the time in Retry-After.",
            "지금 데이터베이스에 연결할 수 없습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    OBJECT_STORE_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The object store cannot be used right now. Retry after the time in Retry-After.",
            "지금 객체 저장소를 사용할 수 없습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    KEY_STORE_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The key store is not reachable right now. Retry after the time in Retry-After.",
            "지금 키 저장소에 연결할 수 없습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    IDENTITY_PROVIDER_UNAVAILABLE(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The identity provider is not reachable, so the token cannot be checked. Retry after the time in Retry-After.",
            "인증 서버에 연결할 수 없어 토큰을 확인하지 못했습니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요."),
    OPERATION_UNFINISHED(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The operation takes longer than expected and goes on in the background. Send the same request with the same"
                    + " Idempotency-Key again after the time in Retry-After.",
            "작업이 예상보다 오래 걸려 백그라운드에서 계속됩니다. Retry-After 시간이 지난 뒤 같은 Idempotency-Key로 같은 요청을 다시 보내 주세요."),
    NOT_READY(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "The service is starting. Retry after the time in Retry-After; /health/readiness says what is missing.",
            "서비스를 시작하는 중입니다. Retry-After 시간이 지난 뒤 다시 시도해 주세요. 부족한 것은 /health/readiness 에 있습니다."),
    SHUTTING_DOWN(
            503,
            ErrorType.SERVICE_UNAVAILABLE_ERROR,
            "This server is being stopped. Retry after the time in Retry-After: another one answers.",
            "이 서버는 종료되는 중입니다. Retry-After 시간이 지난 뒤 다시 시도하면 다른 서버가 응답합니다."),
    ENGINE_TIMEOUT(
            504,
            ErrorType.SERVER_ERROR,
            "The engine that runs '{0}' did not answer in time. Retry the request.",
            "'{0}' 모델을 실행하는 엔진이 제시간에 응답하지 않았습니다. 요청을 다시 시도해 주세요."),
    INSUFFICIENT_STORAGE(
            507,
            ErrorType.SERVER_ERROR,
            "The object store has no room: {0} bytes are needed, {1} are left. Free some space.",
            "저장 공간이 부족합니다. 필요: {0} 바이트, 남음: {1} 바이트. 공간을 확보해 주세요.");

    /** How long a caller should wait when we know no better: the time in which a restarted part is back. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final int status;
    private final ErrorType type;
    private final String english;
    private final String korean;

    ErrorCode(int status, ErrorType type, String english, String korean) {
        this.status = status;
        this.type = type;
        this.english = english;
        this.korean = korean;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The family. */
    public ErrorType type() {
        return type;
    }

    /** The stable code in the body: {@code model_not_found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sentence, with {@code {0}} and {@code {1}} where the arguments go. */
    public String template(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case KOREAN -> korean;
        };
    }

    /** How long a caller should wait before it tries again; zero where waiting does not help or is not needed. */
    public Duration retryAfter() {
        return status == 503 || this == RATE_LIMIT_EXCEEDED || this == QUEUE_FULL || this == TOO_MANY_INVALID_KEYS
                ? RETRY_AFTER
                : Duration.ZERO;
    }

    /**
     * Whether the same request may succeed when sent again. Official SDKs obey it as {@code x-should-retry}, where by
     * status alone they would repeat every 409 and 429.
     */
    public boolean worthRetrying() {
        return (status >= 500 && this != INSUFFICIENT_STORAGE && this != FILE_DAMAGED)
                || this == RATE_LIMIT_EXCEEDED
                || this == QUEUE_FULL
                || this == TOO_MANY_INVALID_KEYS
                || this == IDEMPOTENCY_KEY_IN_USE
                || this == REQUEST_TIMEOUT
                || this == HEAD_TIMEOUT;
    }
}
