package cloud.hanok.api.browser;

import cloud.hanok.api.slice.Slice;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console in Chromium, at the whole program with the real Keycloak; what a person does is in {@code console/test/browser}. */
@ExtendWith(Slice.Shared.class)
class BrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration SCREENS_LIMIT = Duration.ofMinutes(4);

    private static BrowserScripts scripts;

    @BeforeAll
    static void start(Slice slice) {
        scripts = new BrowserScripts(new BrowserBed(slice).asJson());
    }

    @AfterAll
    static void stop() {
        scripts.close();
    }

    @ParameterizedTest
    @EnumSource
    void aNewOwnerComesFromSignInToAnAnswerAKeyACallItsReceiptAndTheInvoiceAndOut(Language language) {
        scripts.run("owner", language, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorMakesATenantAndItsFirstOwnerComesInByTheLink(Language language) {
        scripts.run("operator", language, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void everyScreenIsAccessibleInEverySchemeAndLosesNothingWhereItIsNarrow(Language language) {
        scripts.run("screens", language, SCREENS_LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void aMemberWithoutTheRightIsRefusedInWords(Language language) {
        scripts.run("refused", language, LIMIT);
    }

    @Test
    void twoTabsAreInTwoOrganizationsAtOnce() {
        scripts.run("twoOrganizations", Language.KO, LIMIT);
    }

    @Test
    void aSessionThatEndsLosesNothingThatWasTyped() {
        scripts.run("sessionEnds", Language.KO, LIMIT);
    }

    @Test
    void hangulIsSentOnceAndNeverHalfASyllable() {
        scripts.run("hangul", Language.KO, LIMIT);
    }

    @Test
    void theMainJourneyNeedsNoPointer() {
        scripts.run("keyboard", Language.KO, LIMIT);
    }

    @Test
    void tenThousandRowsAreDrawnSearchedAndSaved() {
        scripts.run("longLists", Language.KO, LIMIT);
    }

    @Test
    void aNameOfTwoHundredCharactersIsShownAndOneThatIsTooLongRefused() {
        scripts.run("longNames", Language.KO, LIMIT);
    }

    @Test
    void whileTheControlPlaneIsAwayEveryScreenSaysWhatAndWhyAndWhatNext() {
        scripts.run("controlPlaneAway", Language.KO, LIMIT);
    }

    @Test
    void whileNothingAnswersEveryScreenSaysWhatAndWhyAndWhatNext() {
        scripts.run("brokenNetwork", Language.KO, LIMIT);
    }

    @Test
    void onASlowNetworkScreensSayThatTheyLoad() {
        scripts.run("slowNetwork", Language.KO, LIMIT);
    }

    @Test
    void aKeyThatIsRevokedInUseIsRefusedFromThenOn() {
        scripts.run("revokedInUse", Language.KO, LIMIT);
    }
}
