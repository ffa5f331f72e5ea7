package cloud.hanok.compliance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.compliance.guard.AnswerText.Kind;
import cloud.hanok.compliance.guard.PromptText.Role;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both directions of the guard that shows how guards are made, and that no border between chunks changes what it does. */
class PhoneNumberGuardTest {
    private static final AnswerText CONTENT = new AnswerText(0, Kind.CONTENT, 0);
    private static final GuardSubject SUBJECT = subject();

    private static GuardSubject subject() {
        var ids = new Ulids(Clock.systemUTC(), new SecureRandom());
        return new GuardSubject(
                new RequestId(ids.next()),
                new TenantId(ids.next()),
                new ProjectId(ids.next()),
                new KeyId(ids.next()),
                "solar",
                "KR");
    }

    private static GuardedRequest guarded(String... prompts) {
        GuardedRequest request = new PhoneNumberGuard().begin(SUBJECT);
        for (String prompt : prompts) {
            request.prompt(new PromptText(Role.USER, prompt));
        }
        return request;
    }

    private static String shown(GuardedRequest request, List<String> pieces) {
        TextFilter filter = request.answer(CONTENT);
        StringBuilder shown = new StringBuilder();
        pieces.forEach(piece -> shown.append(filter.feed(piece)));
        return shown.append(filter.end()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "제 번호는 010-1234-5678입니다.|제 번호는 [전화1]입니다.",
                "01012345678, 011.234.5678, 016 234 5678|[전화1], [전화2], [전화3]",
                "010-1234-5678과 010-1234-5678|[전화1]과 [전화1]",
                "계좌 10010-1234-56789|계좌 10010-1234-56789",
                "010-1234.5678|010-1234.5678",
                "02-123-4567|02-123-4567"
            })
    void aNumberInAPromptIsAPlaceholderForTheModel(String prompt, String expected) {
        GuardDecision decision = guarded().prompt(new PromptText(Role.USER, prompt));
        assertThat(decision)
                .isEqualTo(prompt.equals(expected) ? GuardDecision.ALLOWED : new GuardDecision.Replaced(expected));
    }

    @Test
    void theClientReadsItsOwnNumberAgainAndNotWhatTheModelBrings() {
        GuardedRequest request = guarded("010-1234-5678로 전화해 줘");
        assertThat(shown(request, List.of("[전화1]로 전화했고, 010-9999-8888은 받지 않았습니다. [전화2]")))
                .isEqualTo("010-1234-5678로 전화했고, 010-****-8888은 받지 않았습니다. [전화2]");
    }

    @Test
    void atEveryCutTheAnswerIsTheSame() {
        GuardedRequest request = guarded("010-1234-5678");
        String text = "[전화1]과 01099998888. [전화1] [전화9] 010-9999-888 끝010-7777-6666";
        String whole = shown(request, List.of(text));
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                List<String> pieces =
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second));
                assertThat(shown(request, pieces)).as("%s", pieces).isEqualTo(whole);
            }
        }
    }

    @Property
    void whateverTheModelWritesNoBorderChangesWhatIsShown(@ForAll("answers") String text, @ForAll long seed) {
        GuardedRequest request = guarded("010-1234-5678");
        var random = new SplittableRandom(seed);
        var pieces = new java.util.ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + random.nextInt(4));
            pieces.add(text.substring(at, to));
            at = to;
        }
        assertThat(shown(request, pieces)).isEqualTo(shown(request, List.of(text)));
    }

    @Property
    void noMoreIsHeldBackThanCouldBecomeANumber(@ForAll("answers") String text) {
        TextFilter filter = guarded().answer(CONTENT);
        int read = 0;
        int shown = 0;
        for (char each : text.toCharArray()) {
            read++;
            shown += filter.feed(String.valueOf(each)).length();
            // The longest number, or placeholder, and one more that would say whether it has ended.
            assertThat(read - shown).isLessThanOrEqualTo("010-1234-5678".length() + 3);
        }
    }

    @Provide
    static Arbitrary<String> answers() {
        return Arbitraries.of(
                        "0", "1", "9", "-", " ", ".", "[", "]", "전화", "[전화1]", "010-1234-5678", "가", "😀", "01", "1234")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Test
    void severalGuardsSeeAPromptInOrderAndAnAnswerInTheOppositeOne() {
        var both = new Guards(List.of(new PhoneNumberGuard(), new Shouting())).begin(SUBJECT);
        assertThat(both.prompt(new PromptText(Role.USER, "a 010-1234-5678")))
                .isEqualTo(new GuardDecision.Replaced("A [전화1]"));
        TextFilter answer = both.answer(CONTENT);
        assertThat(answer.feed("B [전") + answer.feed("화1] C") + answer.end()).isEqualTo("b 010-1234-5678 c");
        assertThat(both.tool("rm")).isEqualTo(new GuardDecision.Refused("no", "아니요"));
    }

    /** Says everything to the model in capitals, and its answers in small letters. */
    private static final class Shouting implements Guard {
        @Override
        public String name() {
            return "shouting";
        }

        @Override
        public GuardedRequest begin(GuardSubject subject) {
            return new GuardedRequest() {
                @Override
                public GuardDecision prompt(PromptText text) {
                    return new GuardDecision.Replaced(text.text().toUpperCase(java.util.Locale.ROOT));
                }

                @Override
                public GuardDecision tool(String name) {
                    return name.equals("rm") ? new GuardDecision.Refused("no", "아니요") : GuardDecision.ALLOWED;
                }

                @Override
                public TextFilter answer(AnswerText of) {
                    return new TextFilter() {
                        @Override
                        public String feed(String piece) {
                            return piece.toLowerCase(java.util.Locale.ROOT);
                        }

                        @Override
                        public String end() {
                            return "";
                        }
                    };
                }
            };
        }
    }
}
