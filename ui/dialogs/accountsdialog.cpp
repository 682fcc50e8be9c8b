#include "ui/dialogs/accountsdialog.h"

#include "network/domain/clock.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldbox.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/taborder.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QUuid>
#include <QVBoxLayout>

#include <utility>

namespace latchkey {

namespace {

enum Role { IdRole = Qt::UserRole, ColourRole, EnvironmentRole, ReadOnlyRole, UnsavedRole };

//! Scrolls down alone: never narrower than the form in it, whose fields differ from provider to provider.
class FormArea : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const int bar = verticalScrollBar()->sizeHint().width();
        return {widget()->minimumSizeHint().width() + bar, QScrollArea::minimumSizeHint().height()};
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

//! Colour, name (italic while something is not saved), lock and badge.
class AccountDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours colours = coloursFor(option.palette);
        painter->save();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect,
                              option.state & QStyle::State_Active ? colours.selected : colours.selectedInactive);
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colours.accent);
        }
        QRect rest = option.rect.adjusted(10, 0, -8, 0);
        paintAccountBar(*painter, rest, index.data(ColourRole).toString());
        rest.setLeft(rest.left() + 12);
        const auto environment = Environment(index.data(EnvironmentRole).toInt());
        const int badge = badgeSize(environment, BadgeForm::Short, option.font).width();
        rest.setRight(rest.right() - badge);
        paintBadge(*painter, QRect(rest.right() + 1, rest.top(), badge, rest.height()), environment, BadgeForm::Short,
                   option.palette, option.font);
        if (index.data(ReadOnlyRole).toBool()) {
            rest.setRight(rest.right() - 22);
            painter->drawPixmap(rest.right() + 1, rest.center().y() - 7,
                                iconPixmap("lock", colours.dim, 16, painter->device()->devicePixelRatioF()));
        }
        rest.setRight(rest.right() - 6);
        QFont font = option.font;
        font.setItalic(index.data(UnsavedRole).toBool());
        painter->setFont(font);
        painter->setPen(colours.text);
        paintVisibleText(*painter, rest, index.data(Qt::DisplayRole).toString(), Qt::AlignLeft);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, option.fontMetrics.height() + 12};
    }
};

QToolButton *toolButton(const char *name, const char *iconName, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

AccountsDialog::AccountsDialog(const AccountStore &store, const QList<ProviderDescription> &providers, Actions &actions,
                               const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
    , m_providers(providers)
    , m_actions(actions)
    , m_clock(clock)
    , m_list(new QListView(this))
    , m_rows(new QStandardItemModel(this))
    , m_duplicate(toolButton("duplicate", "copy", tr("Duplicate this account"), this))
    , m_up(toolButton("up", "up", tr("Move up"), this))
    , m_down(toolButton("down", "down", tr("Move down"), this))
    , m_remove(toolButton("remove", "trash", tr("Remove this account…"), this))
    , m_head(new DialogHead(this))
    , m_keychain(new Banner(this))
    , m_banner(new Banner(this))
    , m_stack(new QStackedWidget(this))
    , m_scroll(new FormArea(this))
    , m_form(new AccountForm(store, providers, clock, this))
    , m_empty(new EmptyState(this))
    , m_connection(new ConnectionPane(this))
    , m_save(new QPushButton(tr("Save"), this))
{
    setObjectName(QStringLiteral("accountsDialog"));
    setWindowTitle(tr("Accounts"));
    auto *panes = new QHBoxLayout;
    panes->setSpacing(0);
    panes->addWidget(makeList(), 18);
    panes->addWidget(dividingLine(this, Qt::Vertical));
    panes->addWidget(makeMiddle(), 50);
    panes->addWidget(dividingLine(this, Qt::Vertical));
    panes->addWidget(m_connection, 30);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(panes, 1);
    column->addWidget(dividingLine(this));
    column->addWidget(makeButtons());

    connect(m_form, &AccountForm::edited, this, &AccountsDialog::takeEdit);
    connect(&m_form->signIn(), &SignInSection::signInRequested, this, &AccountsDialog::signIn);
    connect(&m_form->signIn(), &SignInSection::signInCancelled, this, &AccountsDialog::endSignIn);
    connect(this, &QDialog::finished, this, &AccountsDialog::endSignIn);
    connect(m_connection, &ConnectionPane::testRequested, this, &AccountsDialog::test);
    connect(&m_store, &AccountStore::added, this, &AccountsDialog::takeStore);
    connect(&m_store, &AccountStore::updated, this, &AccountsDialog::takeStore);
    connect(&m_store, &AccountStore::removed, this, &AccountsDialog::takeStore);
    connect(&m_store, &AccountStore::moved, this, &AccountsDialog::takeStore);
    connect(&m_store, &AccountStore::reloaded, this, &AccountsDialog::takeStore);
    setKeychain(Keychain::Ready);
    fillList();
    tabAlongLayouts(this);
    openAtWantedSize(*this);
}

QSize AccountsDialog::sizeHint() const
{
    const int unit = fontMetrics().averageCharWidth();
    return {std::max(unit * 158, minimumSizeHint().width()), fontMetrics().height() * 40};
}

QWidget *AccountsDialog::makeList()
{
    m_list->setObjectName(QStringLiteral("accounts"));
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new AccountDelegate(this));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (!m_isFilling && current.isValid())
            showAccount(AccountId{current.data(IdRole).toString()});
    });
    auto *add = toolButton("add", "add", tr("Add an account"), this);
    add->setText(tr("Add"));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(add, &QToolButton::clicked, this, [this] { editNew(); });
    connect(m_duplicate, &QToolButton::clicked, this, &AccountsDialog::duplicate);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_remove, &QToolButton::clicked, this, &AccountsDialog::askToRemove);

    auto *part = new QWidget(this);
    part->setAutoFillBackground(true);
    part->setBackgroundRole(QPalette::Base);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(6, 6, 6, 6);
    buttons->setSpacing(4);
    for (QToolButton *button : {add, m_duplicate, m_up, m_down})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(m_remove);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(dividingLine(part));
    column->addLayout(buttons);
    return part;
}

QWidget *AccountsDialog::makeMiddle()
{
    m_keychain->setObjectName(QStringLiteral("keychainBanner"));
    m_scroll->setWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    keepFocusedShown(*m_scroll);
    m_empty->say("key", tr("No accounts yet."), tr("Add one to see its tokens, or import profiles from a file."));
    QAbstractButton *add = m_empty->addButton(tr("Add an account"), "add");
    connect(add, &QAbstractButton::clicked, this, [this] { editNew(); });
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_empty);

    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_keychain);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    return part;
}

QWidget *AccountsDialog::makeButtons()
{
    auto *import = new QPushButton(tr("Import…"), this);
    auto *exportButton = new QPushButton(tr("Export without secrets…"), this);
    auto *close = new QPushButton(tr("Close"), this);
    import->setObjectName(QStringLiteral("import"));
    exportButton->setObjectName(QStringLiteral("export"));
    close->setObjectName(QStringLiteral("close"));
    m_save->setObjectName(QStringLiteral("save"));
    for (QPushButton *button : {import, exportButton, close})
        button->setAutoDefault(false);
    m_save->setDefault(true);
    connect(import, &QPushButton::clicked, this, &AccountsDialog::importRequested);
    connect(exportButton, &QPushButton::clicked, this, &AccountsDialog::exportRequested);
    connect(close, &QPushButton::clicked, this, &AccountsDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &AccountsDialog::save);

    auto *part = new QWidget(this);
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addWidget(import);
    row->addWidget(exportButton);
    row->addStretch();
    row->addWidget(close);
    row->addWidget(m_save);
    return part;
}

void AccountsDialog::editNew(const ProviderId &provider)
{
    const auto known = std::find_if(m_providers.begin(), m_providers.end(),
                                    [&provider](const ProviderDescription &one) { return one.id == provider; });
    if (m_providers.isEmpty())
        return;
    addNew(AccountDraft::fresh(known == m_providers.end() ? m_providers.first() : *known, m_rows->rowCount()));
}

void AccountsDialog::edit(const AccountId &account)
{
    if (rowOf(account) >= 0)
        m_list->setCurrentIndex(m_rows->index(rowOf(account), 0));
}

void AccountsDialog::addNew(const AccountDraft &draft)
{
    m_drafts[draft.account.id] = draft;
    m_newOrder += draft.account.id;
    fillList();
    edit(draft.account.id);
    m_form->focusName();
}

int AccountsDialog::rowOf(const AccountId &account) const
{
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (m_rows->item(row)->data(IdRole).toString() == account.value)
            return row;
    }
    return -1;
}

void AccountsDialog::takeStore()
{
    for (auto &[id, draft] : m_drafts) {
        if (const std::optional<Account> saved = m_store.find(id))
            draft.account.identity = saved->identity;
    }
    fillList();
    if (!m_current.isEmpty() && m_saving.isEmpty())
        showAccount(m_current);
}

void AccountsDialog::fillList()
{
    m_isFilling = true;
    const int rowBefore = std::max(0, rowOf(m_current));
    m_rows->clear();
    const auto add = [this](const AccountId &id, const Account &saved) {
        const auto draft = m_drafts.find(id);
        const Account &shown = draft == m_drafts.end() ? saved : draft->second.account;
        const QString name = cleanedText(shown.name);
        auto *row = new QStandardItem(name.isEmpty() ? tr("New account") : name);
        row->setData(id.value, IdRole);
        row->setData(shown.colour, ColourRole);
        row->setData(int(shown.environment), EnvironmentRole);
        row->setData(shown.policy.readOnly, ReadOnlyRole);
        row->setData(draft != m_drafts.end(), UnsavedRole);
        QStringList said = {row->text(), environmentText(shown.environment)};
        if (shown.policy.readOnly)
            said += tr("read-only");
        if (draft != m_drafts.end())
            said += tr("not saved yet");
        row->setAccessibleText(said.join(QStringLiteral(", ")));
        m_rows->appendRow(row);
    };
    for (const Account &account : m_store.accounts())
        add(account.id, account);
    m_newOrder.removeIf([this](const AccountId &id) { return !m_drafts.contains(id) || m_store.find(id); });
    for (const AccountId &id : std::as_const(m_newOrder))
        add(id, m_drafts[id].account);
    m_isFilling = false;

    const int row = rowOf(m_current);
    if (row >= 0) {
        m_isFilling = true;
        m_list->setCurrentIndex(m_rows->index(row, 0));
        m_isFilling = false;
        updateHead();
        updateButtons();
        return;
    }
    m_current = {};
    const int next = std::min(rowBefore, m_rows->rowCount() - 1);
    if (next >= 0)
        m_list->setCurrentIndex(m_rows->index(next, 0));
    else
        showAccount({});
}

void AccountsDialog::showAccount(const AccountId &account)
{
    m_current = account;
    m_banner->hide();
    const std::optional<Account> saved = m_store.find(account);
    const auto draft = m_drafts.find(account);
    if (saved) {
        m_form->setDraft(AccountDraft::of(*saved));
        m_saved = m_form->draft(); // as the form gives it back: what differs from this was typed
    }
    if (draft != m_drafts.end())
        m_form->setDraft(draft->second);
    sayStorage();
    m_stack->setCurrentWidget(account.isEmpty() ? static_cast<QWidget *>(m_empty) : m_scroll);
    m_scroll->ensureVisible(0, 0);
    const auto report = m_reports.find(account);
    if (report == m_reports.end()) {
        m_connection->clear();
    } else {
        m_connection->show(report->second.first, m_clock.nowMs());
        m_connection->setOutdated(!account.isEmpty() && !(m_form->draft() == report->second.second));
    }
    if (account == m_testing && !account.isEmpty())
        m_connection->showTesting();
    if (account == m_signingIn && !account.isEmpty())
        m_form->signIn().showWaiting();
    updateHead();
    updateButtons();
}

void AccountsDialog::takeEdit()
{
    const AccountDraft now = m_form->draft();
    const bool isNew = !m_store.find(m_current);
    if (isNew || !(now == m_saved))
        m_drafts[m_current] = now;
    else
        m_drafts.erase(m_current);
    const auto report = m_reports.find(m_current);
    if (report != m_reports.end())
        m_connection->setOutdated(!(now == report->second.second));
    fillList();
}

void AccountsDialog::updateHead()
{
    m_head->setVisible(!m_current.isEmpty());
    if (m_current.isEmpty())
        return;
    const Account account = m_form->draft().account;
    const bool isNew = !m_store.find(m_current);
    const ProviderDescription *provider = m_form->provider();
    QString about = provider != nullptr ? provider->name : QString();
    if (account.identity.isKnown())
        about += QStringLiteral(", ") + cleanedText(account.identity.tenant.text());
    if (isNew)
        about = tr("New, not saved yet.");
    else if (m_drafts.contains(m_current))
        about += QStringLiteral(". ") + tr("Changed, not saved yet.");
    m_head->say(account.name.isEmpty() ? tr("New account") : account.name, about);
    m_head->setEnvironment(account.environment);
}

void AccountsDialog::updateButtons()
{
    const bool isAny = !m_current.isEmpty();
    const bool isSaved = isAny && m_store.find(m_current);
    const bool isSaving = !m_saving.isEmpty();
    const int row = rowOf(m_current);
    m_duplicate->setEnabled(isAny && !isSaving);
    m_remove->setEnabled(isAny && !isSaving);
    m_up->setEnabled(isSaved && row > 0 && !isSaving);
    m_down->setEnabled(isSaved && row < m_store.accounts().size() - 1 && !isSaving);
    m_save->setEnabled(isAny && m_drafts.contains(m_current) && !isSaving);
    m_save->setText(isSaving ? tr("Saving…") : tr("Save"));
    m_form->setEnabled(!isSaving);
    const bool isSigningIn = isAny && m_signingIn == m_current;
    if (isSigningIn)
        m_save->setEnabled(false);
    m_connection->setTestEnabled(isAny && !isSaving && !isSigningIn && m_testing.isEmpty(),
                                 isAny ? tr("Wait for what goes on.") : tr("There is no account to test."));
}

void AccountsDialog::duplicate()
{
    AccountDraft copy = m_form->draft();
    copy.account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    const QString name = copy.account.name;
    int count = 1;
    do {
        copy.account.name = count == 1 ? tr("%1 copy").arg(name) : tr("%1 copy %2").arg(name).arg(count);
        ++count;
    } while (m_store.find(copy.account.name));
    copy.account.identity = {};
    copy.typed = {};
    copy.kept = {};
    copy.keptFor = {};
    copy.isNew = true;
    copy.readOnlyChosen = false;
    if (copy.account.environment == Environment::Production)
        copy.account.policy.readOnly = true;
    addNew(copy);
}

void AccountsDialog::askToRemove()
{
    const QString name = cleanedText(m_form->draft().account.name);
    const bool isSaved = m_store.find(m_current).has_value();
    m_banner->say(Banner::Tone::Warning,
                  isSaved ? tr("%1 goes from this app, and its credential from the keychain.").arg(name)
                          : tr("What is typed for %1 goes.").arg(name.isEmpty() ? tr("the new account") : name),
                  isSaved ? tr("Its tokens stay as they are at the provider.") : tr("Nothing of it is saved yet."));
    QAbstractButton *keep = m_banner->addButton(tr("Keep it"));
    QAbstractButton *remove = m_banner->addButton(isSaved ? tr("Remove %1").arg(name) : tr("Discard it"), "trash");
    keep->setObjectName(QStringLiteral("keepAccount"));
    remove->setObjectName(QStringLiteral("removeAccount"));
    const AccountId id = m_current;
    connect(keep, &QAbstractButton::clicked, m_banner, &QWidget::hide);
    connect(remove, &QAbstractButton::clicked, this, [this, id, isSaved] {
        m_banner->hide();
        if (id == m_signingIn)
            endSignIn();
        m_drafts.erase(id);
        if (isSaved)
            Q_EMIT removeRequested(id);
        fillList();
    });
    m_banner->show();
    keep->setFocus();
}

void AccountsDialog::move(int by)
{
    const int row = rowOf(m_current);
    if (row >= 0)
        Q_EMIT moveRequested(m_current, row + by);
}

bool AccountsDialog::check()
{
    const bool isRight = m_form->check();
    if (!isRight)
        showFocused(*m_scroll);
    return isRight;
}

void AccountsDialog::test()
{
    if (m_current.isEmpty() || !check())
        return;
    m_tested = {m_current, m_form->draft()};
    showTesting();
    Q_EMIT testRequested(m_tested.second.account, m_form->credential());
}

void AccountsDialog::showTesting()
{
    m_testing = m_current;
    m_connection->showTesting();
    updateButtons();
}

void AccountsDialog::showTest(const ConnectionReport &report)
{
    m_reports[m_tested.first] = {report, m_tested.second};
    m_testing = {};
    if (m_current == m_tested.first) {
        m_connection->show(report, m_clock.nowMs());
        m_connection->setOutdated(!(m_form->draft() == m_tested.second));
    }
    updateButtons();
}

void AccountsDialog::signIn()
{
    if (!m_signingIn.isEmpty()) {
        m_form->signIn().showProblem(tr("Another account is signing in."), tr("Finish or cancel that one first."));
        return;
    }
    const std::optional<AccountDraft> draft = m_form->checkedForSignIn();
    if (!draft) {
        showFocused(*m_scroll);
        return;
    }
    m_signingIn = m_current;
    m_signingInAs = draft->account;
    m_form->signIn().showWaiting();
    updateButtons();
    Q_EMIT signInRequested(*draft);
}

void AccountsDialog::endSignIn()
{
    if (m_signingIn.isEmpty())
        return;
    m_signingIn = {};
    updateButtons();
    Q_EMIT signInCancelled();
}

void AccountsDialog::setSignedIn(const Credential &kept)
{
    const AccountId account = std::exchange(m_signingIn, AccountId());
    if (account.isEmpty())
        return;
    if (account == m_current) {
        m_form->setSignedIn(kept, m_signingInAs);
    } else {
        const std::optional<Account> saved = m_store.find(account);
        auto draft = m_drafts.find(account);
        if (draft == m_drafts.end() && saved)
            draft = m_drafts.emplace(account, AccountDraft::of(*saved)).first;
        if (draft == m_drafts.end())
            return;
        draft->second.takeSignIn(kept, m_signingInAs);
        m_reports.erase(account);
        fillList();
    }
    updateButtons();
}

void AccountsDialog::showSignInProblem(const QString &fact, const QString &reason)
{
    const AccountId account = std::exchange(m_signingIn, AccountId());
    if (account.isEmpty())
        return;
    if (account == m_current) {
        m_form->signIn().showProblem(fact, reason);
    } else {
        m_banner->say(Banner::Tone::Error, fact, reason);
        m_banner->setDismissable(true);
        m_banner->show();
    }
    updateButtons();
}

void AccountsDialog::save()
{
    if (m_current.isEmpty() || !m_saving.isEmpty() || !check())
        return;
    m_banner->hide();
    setSaving(m_current);
    Q_EMIT saveRequested(m_form->draft().account, m_form->credential());
}

void AccountsDialog::setSaving(const AccountId &account)
{
    m_saving = account;
    updateButtons();
}

void AccountsDialog::showSaved(const AccountId &account)
{
    m_drafts.erase(account);
    m_held += account;
    endSaving();
    fillList();
    if (!m_current.isEmpty())
        showAccount(m_current);
}

void AccountsDialog::endSaving()
{
    m_testing = {}; // a test that was part of saving has no report of its own
    setSaving({});
}

void AccountsDialog::showProblem(const QString &fact, const QString &reason)
{
    const bool wasTesting = !m_testing.isEmpty();
    endSaving();
    if (wasTesting && !m_current.isEmpty())
        showAccount(m_current);
    m_banner->say(Banner::Tone::Error, fact, reason);
    m_banner->setDismissable(true);
    m_banner->show();
}

void AccountsDialog::showDone(const QString &fact, const QString &reason)
{
    m_banner->say(Banner::Tone::Info, fact, reason);
    m_banner->setDismissable(true);
    m_banner->show();
}

void AccountsDialog::sayStorage()
{
    const QString keychain =
        m_keychainName.isEmpty() ? tr("the keychain") : tr("the keychain (%1)").arg(cleanedText(m_keychainName));
    const QString inMemory = tr("Stays in memory for this session only, and is never written to the disk.");
    switch (m_keychainState) {
    case Keychain::Ready:
    case Keychain::Locked:
        m_form->signIn().sayStorage(tr("Goes to %1 and nowhere else.").arg(keychain), tr("kept in the keychain"));
        return;
    case Keychain::Missing:
        m_form->signIn().sayStorage(inMemory, tr("out of reach: no keychain answers"));
        return;
    case Keychain::SessionOnly:
        m_form->signIn().sayStorage(
            inMemory, m_held.contains(m_current) ? tr("kept for this session only") : tr("not stored: type it again"));
        return;
    }
}

void AccountsDialog::setKeychain(Keychain state, const QString &name, const QSet<AccountId> &held)
{
    m_keychainState = state;
    m_keychainName = name;
    m_held = held;
    sayStorage();
    m_keychain->setVisible(state == Keychain::Locked || state == Keychain::Missing);
    if (state == Keychain::Locked) {
        m_keychain->say(Banner::Tone::Warning, tr("The keychain is locked."),
                        tr("What is stored in it cannot be used, and nothing new be stored, until it is unlocked."));
        QAbstractButton *unlock = m_keychain->addButton(tr("Unlock…"), "unlock");
        unlock->setObjectName(QStringLiteral("unlock"));
        connect(unlock, &QAbstractButton::clicked, m_actions.unlockKeychain, &QAction::trigger);
    } else if (state == Keychain::Missing) {
        m_keychain->say(Banner::Tone::Error, tr("No keychain answers on this desktop."),
                        tr("Install and start one, for example gnome-keyring or KWallet. Until then secrets live in "
                           "memory for this session only and are never written to the disk."));
        QAbstractButton *look = m_keychain->addButton(tr("Look again"), "refresh");
        look->setObjectName(QStringLiteral("lookAgain"));
        QAbstractButton *session = m_keychain->addButton(tr("Work for this session"));
        session->setObjectName(QStringLiteral("sessionOnly"));
        connect(look, &QAbstractButton::clicked, m_actions.lookAgain, &QAction::trigger);
        connect(session, &QAbstractButton::clicked, m_actions.sessionOnly, &QAction::trigger);
    }
}

void AccountsDialog::reject()
{
    if (m_drafts.empty())
        QDialog::reject();
    else
        askToClose();
}

void AccountsDialog::askToClose()
{
    QStringList names;
    for (const auto &[id, draft] : m_drafts)
        names += draft.account.name.isEmpty() ? tr("the new account") : cleanedText(draft.account.name);
    m_banner->say(Banner::Tone::Warning, tr("Not saved yet: %1.").arg(names.join(QStringLiteral(", "))),
                  tr("Save what you want to keep, or discard it."));
    QAbstractButton *keep = m_banner->addButton(tr("Keep editing"));
    QAbstractButton *discard = m_banner->addButton(tr("Discard and close"), "trash");
    keep->setObjectName(QStringLiteral("keepEditing"));
    discard->setObjectName(QStringLiteral("discard"));
    connect(keep, &QAbstractButton::clicked, m_banner, &QWidget::hide);
    connect(discard, &QAbstractButton::clicked, this, [this] {
        m_drafts.clear();
        QDialog::reject();
    });
    m_banner->show();
    keep->setFocus();
}

} // namespace latchkey
