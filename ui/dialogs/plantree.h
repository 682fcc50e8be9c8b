#pragma once

#include "models/revocation/plan.h"

#include <QAbstractItemModel>
#include <QTreeView>

#include <vector>

namespace latchkey {

class Clock;

//! The rows of a plan: a group for each account (wide calls, then tokens used in the last 24 hours, then the rest), and
//! what is left out, last. A plan never changes, so neither does the model.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { TokenColumn, OwnerColumn, LastUsedColumn, NoteColumn, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole, //!< RowKind
        DetailRole, //!< QString: of groups and wide calls, beside the bold text
        AsideRole, //!< QString: of groups, at the right
        EnvironmentRole, //!< Environment, of accounts
        ColourRole, //!< QString, of accounts
        AbsentRole, //!< bool: the cell says what is not reported
        RecentRole, //!< bool: used in the last 24 hours
        OwnRole, //!< bool: this app signs in with it
        IdTextRole, //!< bool: the name is missing, an id stands for it
    };
    enum class RowKind { Account, LeftOut, Wide, Token, Excluded };
    Q_ENUM(RowKind)

    struct AccountText
    {
        ProviderDescription provider = {};
        QString colour = {};
        QString calls = {}; //!< "212 tokens in 3 bulk calls"
        QString identity = {}; //!< whose credential, and when that was checked
    };
    //! `plan` is copied; `texts` in its order. `names`: of accounts that are not in the plan, where known.
    PlanModel(const Plan &plan, const QList<AccountText> &texts, const QHash<AccountId, QString> &names,
              const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] RowKind kindOf(const QModelIndex &index) const;

private:
    [[nodiscard]] QVariant groupData(int group, int role) const;
    [[nodiscard]] QVariant wideData(const WideCall &call, int group, int role) const;
    [[nodiscard]] QVariant tokenData(const PlanItem &item, int group, int column, int role) const;
    [[nodiscard]] QVariant excludedData(const Exclusion &exclusion, int column, int role) const;
    [[nodiscard]] QString accountName(const AccountId &id) const;

    Plan m_plan;
    QList<AccountText> m_texts;
    QHash<AccountId, QString> m_accountNames;
    qint64 m_nowMs;
    std::vector<std::vector<int>> m_order; //!< by group: places in PlanAccount::items
    QHash<QString, int> m_names; //!< how often a name occurs in an account: key is "<group>/<name>"
};

//! Why something is left out, in words. `account`: whose.
[[nodiscard]] QString exclusionText(ExclusionReason reason, const QString &account);

//! "3 tokens", or "3 items" where a call is among them.
[[nodiscard]] QString exclusionCountText(const QList<Exclusion> &exclusions);

//! The table over it: groups over the whole width, uniform rows.
class PlanTree : public QTreeView
{
    Q_OBJECT
public:
    explicit PlanTree(PlanModel *model, QWidget *parent = nullptr);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace latchkey
