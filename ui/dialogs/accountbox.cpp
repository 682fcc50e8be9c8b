#include "ui/dialogs/accountbox.h"

#include "ui/style/badges.h"

#include <QPainter>
#include <QStandardItemModel>

#include <algorithm>

namespace latchkey {

namespace {

template <typename T>
const T *found(const QList<T> &all, const QString &id)
{
    const auto at = std::find_if(all.begin(), all.end(), [&id](const T &one) { return one.id.value == id; });
    return at == all.end() ? nullptr : &*at;
}

//! Beside the name, so that no colour or badge alone says it.
QString accountText(const Account &account)
{
    const QString text = QStringLiteral("%1 (%2)").arg(cleanedText(account.name), environmentText(account.environment));
    return account.policy.readOnly ? AccountBox::tr("%1: read-only, allow changes first").arg(text) : text;
}

} // namespace

AccountBox::AccountBox(const QList<Account> &accounts, const QList<ProviderDescription> &providers,
                       const Offers &offers, QWidget *parent)
    : QComboBox(parent)
    , m_providers(providers)
{
    setObjectName(QStringLiteral("account"));
    setAccessibleName(tr("Account"));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(28);
    int firstUsable = -1;
    for (const Account &account : accounts) {
        const ProviderDescription *provider = found(m_providers, account.provider.value);
        if (provider == nullptr || !offers(*provider))
            continue;
        m_accounts += account;
        QPixmap swatch(16, 16);
        swatch.fill(Qt::transparent);
        QPainter painter(&swatch);
        paintAccountBar(painter, QRect(6, 0, 4, 16), account.colour);
        painter.end();
        addItem(QIcon(swatch), accountText(account), account.id.value);
        if (account.policy.readOnly)
            static_cast<QStandardItemModel *>(model())->item(count() - 1)->setEnabled(false);
        else if (firstUsable < 0)
            firstUsable = count() - 1;
    }
    setCurrentIndex(firstUsable);
}

bool AccountBox::choose(const AccountId &account)
{
    const int row = findData(account.value);
    if (row >= 0)
        setCurrentIndex(row);
    return row >= 0;
}

const Account *AccountBox::account() const { return found(m_accounts, currentData().toString()); }

const ProviderDescription *AccountBox::provider() const
{
    const Account *chosen = account();
    return chosen == nullptr ? nullptr : found(m_providers, chosen->provider.value);
}

bool AccountBox::isUsable() const { return account() != nullptr && !account()->policy.readOnly; }

QString AccountBox::nextStep() const
{
    if (m_accounts.isEmpty())
        return tr("Add an account of a provider that offers this.");
    return account() == nullptr ? tr("They are read-only. Allow changes for 30 minutes, then try again.")
                                : tr("Allow changes for 30 minutes, then try again, or choose another account.");
}

QString aboutText(const Account &account, const ProviderDescription &provider)
{
    QString about = provider.name;
    if (!account.identity.tenant.isEmpty())
        about += QStringLiteral(", ") + cleanedText(account.identity.tenant.text());
    about += u'.';
    if (!account.identity.principal.isEmpty())
        about +=
            u' ' + AccountBox::tr("This account signs in as %1.").arg(cleanedText(account.identity.principal.text()));
    return about;
}

} // namespace latchkey
