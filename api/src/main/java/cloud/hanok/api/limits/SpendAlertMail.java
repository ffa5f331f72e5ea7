package cloud.hanok.api.limits;

import cloud.hanok.billing.alert.SpendAlertFiring;
import cloud.hanok.billing.alert.SpendAlertNotice;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.mail.Mail;
import cloud.hanok.platform.mail.Outbox;
import cloud.hanok.tenant.member.Member;
import cloud.hanok.tenant.member.MemberRole;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.request.Page;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the mails of a reached threshold. */
@Singleton
public final class SpendAlertMail implements SpendAlertNotice {
    private static final Logger LOG = LoggerFactory.getLogger(SpendAlertMail.class);

    /** Owners and billing viewers that are written, the first ones: an alert is no circular. */
    private static final int MAX_MEMBERS = 100;

    private final Tenants tenants;
    private final Projects projects;
    private final Members members;
    private final Outbox outbox;
    private final SpendAlertLetter letter;

    SpendAlertMail(Tenants tenants, Projects projects, Members members, Outbox outbox, SpendAlertLetter letter) {
        this.tenants = tenants;
        this.projects = projects;
        this.members = members;
        this.outbox = outbox;
        this.letter = letter;
    }

    /** Whether a tenant is written at all: one that is suspended, or not there, is not. */
    public boolean isServed(TenantId tenant) {
        return tenants.find(tenant)
                .filter(found -> found.state() == TenantState.ACTIVE)
                .isPresent();
    }

    @Override
    public void tell(SpendAlertFiring firing) {
        Optional<Tenant> tenant = tenants.find(firing.tenant());
        if (tenant.isEmpty()) {
            return;
        }
        List<String> recipients = firing.channel().recipients();
        if (recipients.isEmpty()) {
            recipients = responsible(firing.tenant());
        }
        if (recipients.isEmpty()) {
            LOG.info("{} of {} was reached, and there is nobody to tell", firing.alert(), firing.tenant());
        }
        String project = projectName(firing);
        for (String recipient : recipients) {
            write(firing, letter.of(firing, tenant.get().name(), project, recipient));
        }
    }

    private void write(SpendAlertFiring firing, Mail mail) {
        outbox.put(
                firing.mailTo(mail.recipient()), firing.tenant(), firing.alert().text(), mail);
        if (firing.resumed()) {
            // An old id's entry may have been taken for one whose mail never came, before the mail was there: now it
            // is.
            outbox.put(
                    firing.mailTo(mail.recipient()),
                    firing.tenant(),
                    firing.alert().text(),
                    mail);
        }
    }

    /** Who answers for the tenant, and who sees what is spent; nobody who was erased. */
    private List<String> responsible(TenantId tenant) {
        List<String> addresses = new ArrayList<>();
        MemberId after = null;
        for (boolean more = true; more; ) {
            Page<Member> page = members.list(tenant, after, Page.MAX_LIMIT);
            for (Member member : page.items()) {
                after = member.id();
                if (isResponsible(member.role()) && addresses.size() < MAX_MEMBERS) {
                    members.person(tenant, member.id())
                            .ifPresent(person -> addresses.add(person.email().value()));
                }
            }
            more = page.hasMore() && addresses.size() < MAX_MEMBERS;
        }
        return addresses.stream().distinct().toList();
    }

    private static boolean isResponsible(MemberRole role) {
        return switch (role) {
            case OWNER, BILLING_VIEWER -> true;
            case ADMIN, DEVELOPER, PRIVACY_OFFICER, AUDITOR, MEMBER -> false;
        };
    }

    private @Nullable String projectName(SpendAlertFiring firing) {
        if (firing.project() == null) {
            return null;
        }
        return projects.find(firing.tenant(), firing.project())
                .map(Project::name)
                .orElse(firing.project().text());
    }
}
