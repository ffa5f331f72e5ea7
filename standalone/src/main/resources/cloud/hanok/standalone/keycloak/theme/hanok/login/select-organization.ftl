<#-- Keycloak's own page, with the names of organizations by which people know them: its names are ids. One that was made before
     its name was kept here is shown by its id. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
    <#if section = "header">
        ${msg("organization.select")}
    <#elseif section = "form">
        <form action="${url.loginAction}" class="form-vertical" method="post">
            <div id="kc-user-organizations" class="${properties.kcFormGroupClass!}">
                <ul class="${properties.kcFormSocialAccountListClass!}">
                    <#list user.organizations as organization>
                        <li class="${properties.kcFormSocialAccountListItemClass!}">
                            <button type="submit" id="organization-${organization.alias}" class="${properties.kcFormSocialAccountListButtonClass!}"
                               name="kc.org" value="${organization.alias!}">
                                <span class="${properties.kcFormSocialAccountNameClass!}">${(organization.attributes["display_name"][0])!organization.name!}</span>
                            </button>
                        </li>
                    </#list>
                </ul>
            </div>
        </form>
    </#if>
</@layout.registrationLayout>
