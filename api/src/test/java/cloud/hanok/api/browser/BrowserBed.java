package cloud.hanok.api.browser;

import static cloud.hanok.api.OperatedServer.json;

import cloud.hanok.api.slice.Slice;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What people of real organizations have before they open the console: models that answer, two organizations with projects,
 * limits, invitations and people of several roles, and for each language one whose owner was never there.
 */
final class BrowserBed {
    private static final String REAL_MODEL = "smollm2-135m-console";

    /** With the blank between them two hundred characters; nobody's name is longer. */
    private static final String LONG_FIRST_NAME = "가나다라마바사아자차".repeat(10);

    private static final String LONG_LAST_NAME = LONG_FIRST_NAME.substring(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Slice slice;
    private final KeycloakForTests keycloak = KeycloakForTests.get();
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final ObjectNode bed = JSON.createObjectNode();

    /** Prepares all of it through the public API. */
    BrowserBed(Slice slice) {
        this.slice = slice;
        Slice.Offered real = slice.offerSmolLm2(REAL_MODEL);
        bed.put("console", "http://127.0.0.1:" + slice.house().server().port());
        bed.put("keycloak", keycloak.url().toString());
        bed.put("scripted", Slice.MODEL);
        Slice.Customer dalbit = dalbit();
        // What is looked at by screens of one thing.
        bed.putObject("places")
                .put("/$org/models/$id", Slice.MODEL)
                .put("/-/tenants/$id", dalbit.id())
                .put("/-/deployments/$id", real.deployment())
                .put("/-/registry/$id", real.model());
        solsup(dalbit);
        Person operator = person("operator", "최", "당직");
        json(
                slice.house()
                        .send(
                                "/platform/v1/operators/" + operator.id(),
                                "PUT",
                                "{\"role\":\"platform_operator\",\"name\":\"야간\"}",
                                slice.house().operator(),
                                null),
                200);
        for (Language language : Language.values()) {
            beginner(language);
            beginning(language);
        }
    }

    /** For the scripts. It holds passwords and a key, and is written nowhere. */
    ObjectNode asJson() {
        return bed;
    }

    private Slice.Customer dalbit() {
        Slice.Customer dalbit = slice.customer("달빛상담 " + run, "KR");
        bed.set(
                "organization",
                described(dalbit)
                        .put("key", dalbit.key())
                        .put("project", dalbit.project())
                        .put("projectName", "문서 요약"));
        join(dalbit, person("owner", "김", "하늘"), "owner");
        join(dalbit, person("developer", "이", "바다"), "developer");
        join(dalbit, person("writer", "박", "구름"), "developer");
        join(dalbit, person("billing", "정", "보람"), "billing_viewer");
        join(dalbit, person("long", LONG_FIRST_NAME, LONG_LAST_NAME), "admin");
        people().withObject("/long").put("name", LONG_FIRST_NAME + " " + LONG_LAST_NAME);
        invite(dalbit, "gureum@dalbit.example", "auditor");
        slice.house().created("/platform/v1/tenants/" + dalbit.id() + "/projects", "{\"name\":\"문서 요약\"}");
        String project = "/v1/organization/projects/" + dalbit.project();
        change(
                dalbit,
                project + "/rate_limits/rl_*",
                "{\"max_requests_per_1_minute\":600,\"max_tokens_per_1_minute\":200000}");
        change(
                dalbit,
                "/v1/organization/spend_limit",
                "{\"threshold_amount\":3000000,\"currency\":\"KRW\",\"interval\":\"month\"}");
        return dalbit;
    }

    private void solsup(Slice.Customer dalbit) {
        Slice.Customer solsup = slice.customer("솔숲연구소 " + run, "KR");
        String project = "배터리 소재";
        slice.withProject(solsup.made(), project);
        bed.set("other", described(solsup).put("projectName", project));
        Person both = person("both", "한", "누리");
        join(dalbit, both, "admin");
        join(solsup, both, "auditor");
    }

    /** An owner who was never here, of an organization that never asked anything. */
    private void beginner(Language language) {
        Slice.Customer own = slice.customer((language == Language.KO ? "첫걸음상사 " : "First Steps ") + run, "KR");
        String name = "owner-" + language.code();
        join(own, person(name, "오", "새날"), "owner");
        bed.withObject("/owners/" + language.code())
                .put("person", name)
                .put("model", REAL_MODEL)
                .set("organization", described(own));
    }

    /** A tenant that an operator makes, and who is invited to own it: somebody who is in no organization. */
    private void beginning(Language language) {
        String owner = "first-owner-" + language.code();
        person(owner, "신", "가온");
        bed.withObject("/beginnings/" + language.code())
                .put("tenant", (language == Language.KO ? "새터전자 " : "New Ground ") + run)
                .put("owner", owner);
    }

    private ObjectNode people() {
        return bed.withObject("/people");
    }

    private static ObjectNode described(Slice.Customer customer) {
        return JSON.createObjectNode()
                .put("id", customer.id())
                .put("name", customer.made().get("name").asText());
    }

    private Person person(String name, String first, String last) {
        Person person = keycloak.newPerson(name + "-" + run + "@dalbit.example", first, last);
        people().putObject(name).put("email", person.email()).put("password", person.password());
        return person;
    }

    private void join(Slice.Customer customer, Person person, String role) {
        slice.joined(person, invite(customer, person.email(), role));
    }

    private String invite(Slice.Customer customer, String email, String role) {
        return slice.house()
                .created(
                        "/platform/v1/tenants/" + customer.id() + "/invites",
                        "{\"email\":\"" + email + "\",\"role\":\"" + role + "\"}")
                .get("token")
                .asText();
    }

    private void change(Slice.Customer customer, String path, String body) {
        json(slice.house().send(path, "POST", body, customer.admin(), null), 200);
    }
}
