#include "tests/fifth/acme.h"

#include "network/providers/answers.h"
#include "network/providers/signing.h"

#include <QCoroFuture>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace latchkey::acme {

namespace {

using Method = HttpRequest::Method;

std::string_view viewOf(const QByteArray &utf8) { return {utf8.constData(), size_t(utf8.size())}; }

class AcmeProvider : public Provider
{
public:
    AcmeProvider(const Credential &credential, HttpClient &http) : m_key(credential.part(u"secret"_s)), m_http(http) { }

    const ProviderDescription &description() const override { return acme::description(); }
    bool isActionable(const TokenId &id) const override { return !id.isEmpty() && !id.value.contains(u'/'); }

    QCoro::Task<Result<Identity>> probe(std::stop_token stop) override
    {
        const Result<HttpResponse> answer = co_await send(HttpRequest::at(Method::Get, "/me"), stop);
        const Result<QJsonObject> me = answer.and_then(jsonObject);
        if (!me)
            co_return failure(me.error());
        Identity identity;
        identity.tenant = {textIn(*me, "workspace"_L1), {}};
        identity.principal = {textIn(*me, "id"_L1), textIn(*me, "name"_L1)};
        identity.ownToken = TokenId{textIn(*me, "token"_L1)};
        co_return identity;
    }

    QCoro::Task<Result<Completeness>> readTokens(LoadScope, std::shared_ptr<TokenSink> sink,
                                                 std::stop_token stop) override
    {
        const Result<QJsonArray> rows = co_await list(stop);
        if (!rows)
            co_return failure(rows.error());
        for (const QJsonValue &value : *rows) {
            const auto text = [&value](const char *key) { return value[QLatin1String(key)].toString().toUtf8(); };
            const QByteArray id = text("id");
            const QByteArray name = text("name");
            const QByteArray owner = text("owner");
            const QByteArray ownerName = text("ownerName");
            const QByteArray client = text("client");
            const QByteArray scope = text("scope");
            const QByteArray ip = text("ip");
            const std::string_view scopes[] = {viewOf(scope)};
            TokenRow row;
            row.id = viewOf(id);
            row.name = viewOf(name);
            if (value.toObject().contains("owner"_L1)) {
                row.ownerId = viewOf(owner);
                row.ownerName = viewOf(ownerName);
                row.clientId = viewOf(client);
                row.clientName = viewOf(client);
                row.scopes = scopes;
                row.resources = scopes;
                row.lastIp = viewOf(ip);
            }
            row.expires = Moment::never(); // its tokens never expire, as it says
            sink->add(row);
        }
        Completeness end;
        end.complete = true;
        end.rows = rows->size();
        co_return end;
    }

    QCoro::Task<Result<RevokeAnswer>> revoke(RevokeCall call, std::stop_token stop) override
    {
        HttpRequest request = HttpRequest::at(Method::Delete, "/tokens/{id}", {call.tokens.value(0).id.value});
        request.allowed = {204};
        const Result<HttpResponse> answer = co_await send(request, stop);
        if (!answer)
            co_return failure(answer.error());
        RevokeAnswer revoked;
        revoked.httpStatus = answer->head.status;
        co_return revoked;
    }

    QCoro::Task<Result<QHash<TokenId, Presence>>> look(QList<RevokeCall::Target> targets, std::stop_token stop) override
    {
        const Result<QJsonArray> rows = co_await list(stop);
        if (!rows)
            co_return failure(rows.error());
        QHash<TokenId, Presence> found;
        for (const RevokeCall::Target &target : std::as_const(targets))
            found.insert(target.id, Presence::Absent);
        for (const QJsonValue &row : *rows) {
            const TokenId id{row[u"id"].toString()};
            if (found.contains(id))
                found.insert(id, Presence::Present);
        }
        co_return found;
    }

private:
    QFuture<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop)
    {
        request.headers.append({"Authorization", bearerAuthorization(m_key)});
        return m_http.send(std::move(request), std::move(stop));
    }
    QCoro::Task<Result<QJsonArray>> list(std::stop_token stop)
    {
        const Result<HttpResponse> answer = co_await send(HttpRequest::at(Method::Get, "/tokens"), stop);
        const Result<QJsonObject> object = answer.and_then(jsonObject);
        if (!object)
            co_return failure(object.error());
        co_return object->value("tokens"_L1).toArray();
    }

    const Secret m_key;
    HttpClient &m_http;
};

ProviderDescription madeDescription()
{
    ProviderDescription acme;
    acme.id = {u"acme"_s};
    acme.name = u"Acme Cloud"_s;
    acme.baseUrl = QUrl(u"https://api.acme.example"_s);
    acme.tenantLabel = u"Workspace"_s;
    acme.capabilities = Capability::ListTokens | Capability::RevokeToken;
    acme.whyNot = {{Capability::CreateToken, u"Acme Cloud makes tokens by fax."_s}};
    acme.reported = TokenField::Name | TokenField::Expires;
    FormField secret;
    secret.key = u"secret"_s;
    secret.label = u"Acme pass"_s;
    secret.type = FormField::Type::Secret;
    secret.required = true;
    SignInMethod key;
    key.key = u"key"_s;
    key.label = u"Pass"_s;
    key.fields = {secret};
    acme.signIns = {key};
    return acme;
}

} // namespace

const ProviderDescription &description()
{
    static const ProviderDescription made = madeDescription();
    return made;
}

HttpSetup httpSetup(const Account &account)
{
    HttpSetup setup;
    setup.apiBase = account.baseUrl;
    return setup;
}

std::unique_ptr<Provider> makeProvider(const Account &, const Credential &credential, HttpClient &http)
{
    return std::make_unique<AcmeProvider>(credential, http);
}

} // namespace latchkey::acme
