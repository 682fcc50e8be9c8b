#pragma once

#include "app/window/loading.h"
#include "app/window/revoking.h"
#include "models/people/people.h"
#include "models/people/personlinkstore.h"
#include "models/people/revocationparts.h"

#include <QObject>

namespace latchkey {

//! Keeps the people and clients of all accounts, and leads from somebody chosen on their page to a plan. GUI thread.
class PeopleWork : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    PeopleWork(App &app, Sessions &sessions, Loading &loading, Revoking &revoking, TokenTable &table, People &people,
               MainWindow &window, QObject *parent = nullptr);

    //! Something is known anew: accounts, tokens, directories.
    void refresh();
    void takeAccounts();

Q_SIGNALS:
    //! The Tokens page should show what this filter line finds.
    void filterWanted(const QString &line);

private:
    void ask(const QString &title, const RevocationParts &parts);
    void tell(const QString &fact, const QString &reason);
    void takeLinks(const Result<void> &done);
    [[nodiscard]] QString nameOf(const AccountId &account) const;

    App &m_app;
    Sessions &m_sessions;
    Loading &m_loading;
    Revoking &m_revoking;
    TokenTable &m_table;
    People &m_people;
    MainWindow &m_window;
    PersonLinkStore m_links;
    QHash<AccountId, PeopleSource> m_sources;
};

} // namespace latchkey
