#include "models/people/personlinkstore.h"

namespace latchkey {

PersonLinkStore::PersonLinkStore(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_kept(folder + QStringLiteral("/people.json"))
{
    load();
}

void PersonLinkStore::load()
{
    const Result<PersonLinkFile> file = m_kept.read().and_then([](const std::optional<QByteArray> &content) {
        return content ? parsePersonLinks(*content) : Result<PersonLinkFile>(PersonLinkFile());
    });
    m_file = file.value_or(PersonLinkFile());
    m_obstacle = file ? std::nullopt : std::optional(file.error());
}

Result<void> PersonLinkStore::join(const QList<PersonKey> &keys)
{
    PersonLinks links = m_file.links;
    links.join(keys);
    return save(links);
}

Result<void> PersonLinkStore::separate(const QList<PersonKey> &keys)
{
    PersonLinks links = m_file.links;
    links.separate(keys);
    return save(links);
}

Result<void> PersonLinkStore::removeAccount(const AccountId &account)
{
    PersonLinks links = m_file.links;
    links.removeAccount(account);
    return save(links);
}

Result<void> PersonLinkStore::save(const PersonLinks &links)
{
    if (links == m_file.links)
        return {};
    const Result<bool> hasChanged = m_kept.hasChanged();
    if (hasChanged && *hasChanged) {
        load();
        Q_EMIT changed();
        return failure(Error::Kind::Storage,
                       tr("Another program changed who is who meanwhile. Look at the people, and try again."));
    }
    if (m_obstacle)
        return failure(*m_obstacle);
    if (!hasChanged)
        return failure(hasChanged.error());
    if (const Result<void> written = m_kept.write(formatted({links, m_file.document})); !written)
        return written;
    m_file.links = links;
    Q_EMIT changed();
    return {};
}

} // namespace latchkey
