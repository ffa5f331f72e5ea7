package cloud.hanok.api.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.testing.KeycloakForTests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console in Chromium, at the whole program with the real Keycloak; what a person does is in {@code console/test/browser}. */
@ExtendWith(Slice.Shared.class)
class BrowserIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SCREENS_LIMIT = Duration.ofMinutes(8);

    /** Long enough for a request that is on its way, and shorter than an answer. */
    private static final int TOKEN_SECONDS = 4;

    private static Slice slice;
    private static BrowserScripts scripts;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
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

    @ParameterizedTest
    @EnumSource
    void twoTabsAreInTwoOrganizationsAtOnceAndTheSignInNamesThem(Language language) {
        scripts.run("twoOrganizations", language, LIMIT);
    }

    @Test
    void aSessionThatEndsLosesNothingThatWasTyped() {
        scripts.run("sessionEnds", Language.KO, LIMIT);
    }

    @Test
    void anAnswerIsWholeThoughTheTokenEndsOnItsWayAndTheNextQuestionIsTaken() {
        double before = refreshes();
        lifeOfTokens(Integer.toString(TOKEN_SECONDS));
        try {
            scripts.run("tokenEnds", Language.KO, LIMIT, Map.of("tokenSeconds", TOKEN_SECONDS));
        } finally {
            lifeOfTokens("");
        }
        assertThat(refreshes()).as("tokens that were refreshed").isGreaterThan(before);
    }

    @Test
    void hangulIsSentOnceAndNeverHalfASyllable() {
        scripts.run("hangul", Language.KO, LIMIT);
    }

    @Test
    void aBatchIsMadeFromAFileAndRetentionIsChanged() {
        scripts.run("kept", Language.KO, LIMIT);
    }

    @Test
    void filesAreSentHadAndDeletedAndWhatWasAnsweredIsReadAgain() {
        scripts.run("stored", Language.KO, LIMIT);
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
    void aPageOfAnOldVersionLoadsTheNewOneOnceAndLosesNothingThatIsOnlyLookedAt() {
        scripts.run("oldVersion", Language.KO, LIMIT);
    }

    @Test
    void aKeyThatIsRevokedInUseIsRefusedFromThenOn() {
        scripts.run("revokedInUse", Language.KO, LIMIT);
    }

    private static double refreshes() {
        return slice
                .house()
                .server()
                .context()
                .getBean(MeterRegistry.class)
                .find("hanok.console.refreshes")
                .tag("outcome", "granted")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Of those that the console is given from now on, in seconds; empty for the realm's own. */
    private static void lifeOfTokens(String seconds) {
        KeycloakForTests keycloak = KeycloakForTests.get();
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            String clients = "/realms/" + keycloak.realm() + "/clients";
            String id = administrator
                    .get(clients + "?clientId=hanok-console")
                    .path(0)
                    .path("id")
                    .asText();
            administrator.update(
                    clients + "/" + id,
                    "{\"clientId\":\"hanok-console\",\"attributes\":{\"access.token.lifespan\":\"" + seconds + "\"}}");
        }
    }
}
