#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/token.h"

#include <QScrollArea>

class QGridLayout;

namespace latchkey {

class PlainLabel;
class ValueLabel;

//! Everything that the inventory knows about one token, in groups; in two columns where there is room.
class TokenDetails : public QScrollArea
{
    Q_OBJECT
public:
    explicit TokenDetails(QWidget *parent = nullptr);

    //! `isReadOnly`: the account may not be changed now. `nowMs`: UTC ms, for relative dates.
    void showToken(const Token &token, const AccountRow &account, bool isReadOnly, qint64 nowMs);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *addGroup(const QString &heading);
    ValueLabel *addValue(QWidget *group, const char *name, const QString &label);
    void arrange();
    void alignLabels();

    QGridLayout *m_grid;
    QList<QWidget *> m_groups;
    int m_columns = 0;
    PlainLabel *m_tenantLabel;
    ValueLabel *m_id, *m_kind, *m_owner, *m_tenant;
    ValueLabel *m_scopes, *m_resources, *m_client;
    ValueLabel *m_created, *m_expires;
    ValueLabel *m_lastUsed, *m_lastIp;
    ValueLabel *m_account, *m_provider, *m_thisApp, *m_revocable;
};

//! "user token", "automation token": for people. Empty: not reported.
[[nodiscard]] QString tokenKindText(TokenKind kind);
//! "active", "expires soon"; "not reported".
[[nodiscard]] QString tokenStateText(TokenState state, bool isSoon);
//! Expires within 14 days, of a token that lives longer than 30, or whose creation is not known.
[[nodiscard]] bool expiresSoon(const Token &token, qint64 nowMs);

} // namespace latchkey
