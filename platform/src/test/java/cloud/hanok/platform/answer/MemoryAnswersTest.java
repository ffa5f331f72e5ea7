package cloud.hanok.platform.answer;

import java.time.Clock;
import java.time.Duration;

class MemoryAnswersTest extends AnswersSuite {
    @Override
    Answers answers(Duration remembered) {
        return new MemoryAnswers(new AnswerSettings(remembered, LEASE, 1 << 20), Clock.systemUTC());
    }
}
