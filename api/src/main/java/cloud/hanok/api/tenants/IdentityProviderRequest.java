package cloud.hanok.api.tenants;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.identity.IdentityProvider;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;

/** Reads the settings of an identity provider. */
final class IdentityProviderRequest {
    private static final int URL_LIMIT_CHARS = 2_048;
    private static final int ID_LIMIT_CHARS = 256;
    private static final int SECRET_LIMIT_CHARS = 1_024;
    private static final int CERTIFICATE_LIMIT_CHARS = 16_384;

    private IdentityProviderRequest() {}

    private enum Kind {
        OIDC,
        SAML
    }

    /** @param standalone whether plain http is taken */
    static IdentityProvider read(JsonObject fields, boolean standalone) {
        Kind kind = fields.choice("kind", IdentityProviderRequest::kind, "oidc, saml");
        IdentityProvider provider = switch (kind) {
            case OIDC ->
                new IdentityProvider.Oidc(
                        url(fields, "issuer", standalone),
                        url(fields, "authorizationUrl", standalone),
                        url(fields, "tokenUrl", standalone),
                        url(fields, "keysUrl", standalone),
                        fields.text("clientId", ID_LIMIT_CHARS),
                        new Secret(fields.text("clientSecret", SECRET_LIMIT_CHARS)));
            case SAML ->
                new IdentityProvider.Saml(
                        fields.text("entityId", URL_LIMIT_CHARS),
                        url(fields, "singleSignOnUrl", standalone),
                        certificate(fields));
        };
        fields.end();
        return provider;
    }

    private static Optional<Kind> kind(String text) {
        return switch (text) {
            case "oidc" -> Optional.of(Kind.OIDC);
            case "saml" -> Optional.of(Kind.SAML);
            default -> Optional.empty();
        };
    }

    private static URI url(JsonObject fields, String field, boolean standalone) {
        String text = fields.text(field, URL_LIMIT_CHARS);
        try {
            URI url = new URI(text);
            boolean secure = "https".equals(url.getScheme()) || standalone && "http".equals(url.getScheme());
            if (secure && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException noAddress) {
            // Answered below.
        }
        throw new ApiException(ApiError.invalidValue(
                field,
                "an address that begins with https:// was expected, without user and fragment",
                "사용자 정보와 프래그먼트가 없는 https:// 주소여야 합니다"));
    }

    private static String certificate(JsonObject fields) {
        String text = fields.text("certificate", CERTIFICATE_LIMIT_CHARS)
                .replaceAll("-----(BEGIN|END) CERTIFICATE-----", "")
                .replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(text);
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return text;
        } catch (IllegalArgumentException | CertificateException none) {
            throw new ApiException(
                    ApiError.invalidValue(
                            "certificate",
                            "the provider's signing certificate was expected: X.509, in PEM or Base64",
                            "공급자의 서명 인증서(X.509, PEM 또는 Base64)여야 합니다"),
                    none);
        }
    }
}
