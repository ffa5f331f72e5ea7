package cloud.hanok.api.provisioning;

import cloud.hanok.platform.id.SignupCodeId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.signup.SignupSteps.Wanted;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the saga of a sign-up is begun with: what that of a tenant is, and what is added. It is stored as it stands, so it names
 * nobody: the number is a keyed hash, and who signs up is read from the sealed request.
 */
final class SignupSagaInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNUP = "signup";

    private SignupSagaInput() {}

    static String of(Wanted wanted, NewTenant tenant) {
        try {
            ObjectNode text = (ObjectNode) JSON.readTree(TenantSagaInput.of(wanted.tenant(), tenant));
            ObjectNode signup = text.putObject(SIGNUP)
                    .put("numberHash", wanted.numberHash())
                    .put("subject", wanted.subject())
                    .put("project", wanted.project());
            wanted.code().ifPresent(code -> signup.put("code", code.text()));
            return text.toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether a saga is about a tenant that signed up by itself. */
    static boolean isSignup(SagaContext context) {
        try {
            return JSON.readTree(context.input()).has(SIGNUP);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the input of " + context.saga() + " cannot be read", damaged);
        }
    }

    static Wanted wanted(SagaContext context) {
        try {
            JsonNode text = JSON.readTree(context.input());
            JsonNode signup = text.path(SIGNUP);
            return new Wanted(
                    TenantId.parse(text.path("tenant").asText()),
                    text.path("name").asText(),
                    signup.path("numberHash").asText(),
                    signup.path("subject").asText(),
                    Optional.ofNullable(signup.path("code").textValue()).map(SignupCodeId::parse),
                    signup.path("project").asText());
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the input of " + context.saga() + " cannot be read", damaged);
        }
    }
}
