#include "models/people/personlinkstore.h"

#include "models/accounts/ownfile.h"
#include "models/export/privatefile.h"

#include <QFileInfo>

namespace latchkey {

PersonLinkStore::PersonLinkStore(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_path(folder + QStringLiteral("/people.json"))
{
    load();
}

void PersonLinkStore::load()
{
    m_file = {};
    m_onDisk.reset();
    m_obstacle.reset();
    const Result<std::optional<QByteArray>> content = readOwnFile(m_path);
    if (!content) {
        m_obstacle = content.error();
        return;
    }
    m_onDisk = *content;
    if (!m_onDisk)
        return;
    Result<PersonLinkFile> file = parsePersonLinks(*m_onDisk);
    if (file)
        m_file = *std::move(file);
    else
        m_obstacle = file.error();
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
    const Result<std::optional<QByteArray>> current = readOwnFile(m_path);
    if (current && *current != m_onDisk) {
        load();
        Q_EMIT changed();
        return failure(Error::Kind::Storage,
                       tr("Another program changed who is who meanwhile. Look at the people, and try again."));
    }
    if (m_obstacle)
        return failure(*m_obstacle);
    if (!current)
        return failure(current.error());
    if (const Result<void> folder = prepareOwnFolder(QFileInfo(m_path).path()); !folder)
        return folder;
    const QByteArray content = formatted({links, m_file.document});
    if (const Result<void> written = writePrivateFile(m_path, content); !written)
        return written;
    m_file.links = links;
    m_onDisk = content;
    Q_EMIT changed();
    return {};
}

} // namespace latchkey
