#pragma once

#include "models/accounts/ownfile.h"
#include "models/people/personlinks.h"

#include <QObject>

#include <optional>

namespace latchkey {

//! What the admin said about who is who, as people.json keeps it. Reads the file when made and writes it with every
//! change; a change that cannot be written did not happen. A file that cannot be used (damaged, newer, not ours) is
//! kept as it is: there are no links then, and obstacle() says why. GUI thread. Error of every change: Storage (not
//! written, or changed by another program: the links are read anew, look and try again).
class PersonLinkStore : public QObject
{
    Q_OBJECT

public:
    //! `folder` is made when something is first written.
    explicit PersonLinkStore(const QString &folder, QObject *parent = nullptr);

    [[nodiscard]] const PersonLinks &links() const { return m_file.links; }
    //! Why the file cannot be used; absent where it can.
    [[nodiscard]] const std::optional<Error> &obstacle() const { return m_obstacle; }

    //! See PersonLinks.
    [[nodiscard]] Result<void> join(const QList<PersonKey> &keys);
    [[nodiscard]] Result<void> separate(const QList<PersonKey> &keys);
    [[nodiscard]] Result<void> removeAccount(const AccountId &account);

Q_SIGNALS:
    //! links() are others.
    void changed();

private:
    void load();
    [[nodiscard]] Result<void> save(const PersonLinks &links);

    KeptFile m_kept;
    PersonLinkFile m_file;
    std::optional<Error> m_obstacle;
};

} // namespace latchkey
