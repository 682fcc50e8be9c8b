#include "tests/providers/scene.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::test {

namespace {

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        qFatal("%s: %s at byte %d", qPrintable(path), qPrintable(error.errorString()), error.offset);
    return document.object();
}

//! With the named replies in place of their names.
QJsonArray played(const QJsonArray &exchanges, const QJsonObject &replies, const QString &path)
{
    QJsonArray whole;
    for (const QJsonValue &value : exchanges) {
        QJsonObject exchange = value.toObject();
        const QJsonValue reply = exchange.value("reply"_L1);
        if (reply.isString() && !replies.contains(reply.toString()))
            qFatal("%s: no reply is named %s", qPrintable(path), qPrintable(reply.toString()));
        if (reply.isString())
            exchange.insert("reply"_L1, replies.value(reply.toString()));
        whole.append(exchange);
    }
    return whole;
}

QStringList textsOf(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue &value : array)
        texts += value.toString();
    return texts;
}

} // namespace

QList<Scene> scenesOf(const ProviderId &provider)
{
    const QDir folder(QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/providers/") + provider.value);
    const QString repliesFile = u"replies.json"_s;
    const QJsonObject replies = folder.exists(repliesFile) ? objectIn(folder.filePath(repliesFile)) : QJsonObject();
    QList<Scene> scenes;
    const QStringList files = folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        if (file == repliesFile)
            continue;
        const QJsonObject calls = objectIn(folder.filePath(file));
        const QJsonArray cases = calls.value("scenes"_L1).toArray();
        for (const QJsonValue &value : cases) {
            const QJsonObject object = value.toObject();
            Scene scene;
            scene.call = calls.value("call"_L1).toString();
            scene.name = object.value("case"_L1).toString();
            scene.notApplicable = object.value("notApplicable"_L1).toString();
            scene.account = object.value("account"_L1).toObject(calls.value("account"_L1).toObject());
            scene.arguments = object.value("arguments"_L1).toObject(calls.value("arguments"_L1).toObject());
            scene.exchanges = played(object.value("exchanges"_L1).toArray(), replies, folder.filePath(file));
            scene.expect = textsOf(object.value("expect"_L1).toArray());
            scenes += scene;
        }
    }
    return scenes;
}

QStringList requiredCalls(const ProviderDescription &description)
{
    QStringList calls{u"probe"_s};
    if (description.can(Capability::ListTokens) || description.can(Capability::ShowToken))
        calls += u"look"_s;
    const auto add = [&](Capability capability, const QString &call) {
        if (description.can(capability))
            calls += call;
    };
    const auto addForms = [&](Capability capability, const QString &call) {
        for (const CreateForm &form : description.createForms)
            add(capability, call + u' ' + tokenKindName(form.kind));
        if (description.createForms.isEmpty())
            add(capability, call);
    };
    add(Capability::ListTokens, u"readTokens"_s);
    for (const Choice &part : description.scopeParts)
        add(Capability::ListTokens, u"readTokens "_s + part.value);
    addForms(Capability::ShowToken, u"showToken"_s);
    add(Capability::OwnToken, u"ownToken"_s);
    addForms(Capability::CreateToken, u"createToken"_s);
    add(Capability::UpdateToken, u"updateToken"_s);
    add(Capability::RevokeToken, u"revoke one"_s);
    add(Capability::RevokeListed, u"revoke listed"_s);
    add(Capability::RevokeOwn, u"revoke own"_s);
    add(Capability::RevokeByPerson, u"revoke person"_s);
    add(Capability::RevokeByClient, u"revoke client"_s);
    add(Capability::RevokeByPersonAtClient, u"revoke personAtClient"_s);
    add(Capability::RevokeByValue, u"revoke value"_s);
    add(Capability::RevokeByRefreshToken, u"revoke refresh"_s);
    if (description.can(Capability::ListTokens)) {
        add(Capability::RevokeByPerson, u"lookWide person"_s);
        add(Capability::RevokeByClient, u"lookWide client"_s);
        add(Capability::RevokeByPersonAtClient, u"lookWide personAtClient"_s);
    }
    for (const SignInMethod &method : description.signIns) {
        if (method.exchange != SignInMethod::Exchange::None)
            calls += u"signIn "_s + method.key;
    }
    add(Capability::DisableClient, u"revoke client"_s);
    add(Capability::RevealValue, u"tokenValue"_s);
    add(Capability::IdleTimeout, u"idleTimeout"_s);
    add(Capability::IdleTimeout, u"setIdleTimeout"_s);
    add(Capability::ListPeople, u"people"_s);
    add(Capability::FindPeople, u"findPeople"_s);
    add(Capability::ListClients, u"clients"_s);
    if (description.reported.testFlag(TokenField::Resources))
        add(Capability::ListTokens, u"resources"_s);
    return calls;
}

QStringList requiredCases(const QString &call)
{
    const QString method = call.section(u' ', 0, 0);
    QStringList cases{u"success"_s, u"401"_s, u"403"_s, u"404"_s, u"429"_s, u"5xx"_s, u"html"_s};
    if (method == "revoke"_L1) // no documented success has a body to be cut or to lack something
        return cases + QStringList{u"undocumented success"_s};
    cases += {u"truncated"_s, u"wrongType"_s, u"unknownField"_s, u"missingField"_s};
    if (method == "readTokens"_L1 || method == "people"_L1 || method == "findPeople"_L1 || method == "clients"_L1)
        cases += {u"empty"_s, u"lastPage"_s};
    return cases;
}

} // namespace latchkey::test
