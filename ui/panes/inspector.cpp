#include "ui/panes/inspector.h"

#include "network/async/whendone.h"
#include "ui/dates.h"
#include "ui/panes/summaryview.h"
#include "ui/panes/tokendetails.h"
#include "ui/parts/actionbutton.h"
#include "ui/parts/actions.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/badges.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"
#include "ui/texts.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace latchkey {

//! The account's colour beside its name.
class AccountBar : public QWidget
{
public:
    using QWidget::QWidget;

    void setColour(const QString &colour)
    {
        m_colour = colour;
        setVisible(!colour.isEmpty());
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {4, 16}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintAccountBar(painter, rect(), m_colour);
    }

private:
    QString m_colour;
};

namespace {

//! JSON as people read it; what is invisible in a string of the provider is marked.
QString readableJson(const QJsonObject &object)
{
    constexpr int LongestLine = 100'000;
    const QString text = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented));
    QStringList lines = text.split(u'\n');
    for (QString &line : lines) {
        const qsizetype indent = std::distance(
            line.cbegin(), std::find_if(line.cbegin(), line.cend(), [](QChar letter) { return letter != u' '; }));
        line = line.left(indent) + cleanedText(line.mid(indent), LongestLine);
    }
    return lines.join(u'\n');
}

} // namespace

Inspector::Inspector(Actions &actions, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_clock(clock)
    , m_head(new TintedHead(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    makeHead();
    makePages();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_ownNote);
    column->addWidget(m_pages, 1);
    showNothing();
}

Inspector::~Inspector() { m_stop.request_stop(); }

void Inspector::makeHead()
{
    m_title = new PlainLabel(m_head);
    m_title->setObjectName(QStringLiteral("inspectorTitle"));
    m_title->setFont(titleFont(font()));
    m_title->setElided(Qt::ElideRight);
    m_close = new QToolButton(m_head);
    m_close->setObjectName(QStringLiteral("closeInspector"));
    m_close->setIcon(icon("close"));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close the inspector"));
    m_close->setAccessibleName(tr("Close the inspector"));
    connect(m_close, &QToolButton::clicked, this, &Inspector::closed);
    m_titleRow = new QHBoxLayout;
    m_titleRow->addWidget(m_title, 1);
    m_titleRow->addWidget(m_close, 0, Qt::AlignTop);

    m_stateIcon = new PlainLabel(m_head);
    m_stateText = new PlainLabel(m_head);
    m_stateText->setObjectName(QStringLiteral("inspectorState"));
    m_accountBar = new AccountBar(m_head);
    m_accountName = new PlainLabel(m_head);
    m_accountName->setObjectName(QStringLiteral("inspectorAccount"));
    m_accountName->setElided(Qt::ElideRight);
    m_badge = new Badge(Environment::Production, BadgeForm::Short, m_head);
    auto *stateRow = new QHBoxLayout;
    stateRow->setSpacing(6);
    stateRow->addWidget(m_stateIcon);
    stateRow->addWidget(m_stateText);
    stateRow->addWidget(m_accountBar);
    stateRow->addWidget(m_accountName);
    stateRow->addWidget(m_badge);
    stateRow->addStretch();

    m_buttons = new QWidget(m_head);
    auto *more = new QToolButton(m_buttons);
    more->setObjectName(QStringLiteral("moreActions"));
    more->setIcon(icon("more"));
    more->setToolTip(tr("More actions"));
    more->setAccessibleName(tr("More actions"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(more);
    const QList<QAction *> always = {m_actions.copyRows, m_actions.exportRows, m_actions.showAnswer,
                                     m_actions.updateToken, m_actions.showValue};
    connect(menu, &QMenu::aboutToShow, this, [this, menu, always] {
        menu->clear();
        menu->addActions(always);
        if (m_token && m_token->isOwn) // of another it would be about a token that is not shown
            menu->addAction(m_actions.revokeOwn);
    });
    more->setMenu(menu);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    using Tone = ActionButton::Tone;
    const auto add = [this, buttons](const char *name, QAction *action, const char *iconName, Tone tone) {
        auto *button = new ActionButton(action, iconName, tone, m_buttons);
        button->setObjectName(QLatin1String(name));
        buttons->addWidget(button);
    };
    add("inspectorRevoke", m_actions.revoke, "revoke", Tone::Red);
    add("inspectorCopyId", m_actions.copyId, "copy", Tone::Plain);
    add("inspectorExport", m_actions.exportRows, "export", Tone::Plain);
    buttons->addStretch();
    buttons->addWidget(more);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addLayout(m_titleRow);
    texts->addLayout(stateRow);
    m_headColumn = new QBoxLayout(QBoxLayout::TopToBottom, m_head);
    m_headColumn->setContentsMargins(12, 8, 8, 10);
    m_headColumn->setSpacing(8);
    m_headColumn->addLayout(texts, 1);
    m_headColumn->addWidget(m_buttons);

    m_ownNote = new QWidget(this);
    m_ownNote->setObjectName(QStringLiteral("ownNote"));
    m_ownIcon = new PlainLabel(m_ownNote);
    m_ownText = new PlainLabel(m_ownNote);
    m_ownText->setDim(true);
    m_ownText->setWordWrap(true);
    auto *noteRow = new QHBoxLayout(m_ownNote);
    noteRow->setContentsMargins(12, 6, 12, 6);
    noteRow->addWidget(m_ownIcon, 0, Qt::AlignTop);
    noteRow->addWidget(m_ownText, 1);
}

void Inspector::makePages()
{
    m_empty = new EmptyState(m_pages);
    m_empty->say("inspector", tr("No token is selected."),
                 tr("Select one to see all about it, or several to compare."));
    makeTabs();
    m_summary = new SummaryView(m_pages);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_tabs);
    m_pages->addWidget(m_summary);
}

void Inspector::makeTabs()
{
    m_tabs = new QTabWidget(m_pages);
    m_tabs->setObjectName(QStringLiteral("inspectorTabs"));
    m_tabs->setDocumentMode(true);
    m_details = new TokenDetails(m_tabs);

    m_answer = new QPlainTextEdit;
    m_answer->setObjectName(QStringLiteral("answer"));
    m_answer->setAccessibleName(tr("Provider's answer"));
    m_answer->setReadOnly(true);
    m_answer->setFrameShape(QFrame::NoFrame);
    m_answer->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_answer->setTabChangesFocus(true);
    m_answer->setFont(codeFont(font()));
    m_answerState = new EmptyState;
    m_answerPages = new QStackedWidget;
    m_answerPages->addWidget(m_answerState);
    m_answerPages->addWidget(m_answer);

    m_history = new QListView;
    m_history->setObjectName(QStringLiteral("history"));
    m_history->setAccessibleName(tr("History"));
    m_history->setFrameShape(QFrame::NoFrame);
    m_history->setWordWrap(true);
    m_history->setSelectionMode(QAbstractItemView::NoSelection);
    m_history->setModel(new QStandardItemModel(m_history));
    m_historyState = new EmptyState;
    m_historyPages = new QStackedWidget;
    m_historyPages->addWidget(m_historyState);
    m_historyPages->addWidget(m_history);

    m_tabs->addTab(m_details, tr("Details"));
    m_tabs->addTab(m_answerPages, tr("Provider's answer"));
    m_tabs->addTab(m_historyPages, tr("History"));
    connect(m_tabs, &QTabWidget::currentChanged, this, &Inspector::requestWhatIsMissing);
}

void Inspector::setAccounts(const QList<Account> &accounts)
{
    m_colours.clear();
    m_readOnly.clear();
    for (const Account &account : accounts) {
        m_colours.insert(account.id, account.colour);
        if (account.policy.readOnly)
            m_readOnly.insert(account.id);
    }
    if (m_token)
        showDetails();
}

void Inspector::showNothing()
{
    m_stop.request_stop();
    ++m_request;
    m_token.reset();
    m_head->hide();
    m_ownNote->hide();
    m_pages->setCurrentWidget(m_empty);
}

void Inspector::showToken(const Token &token, const AccountRow &account)
{
    m_stop.request_stop();
    ++m_request;
    const bool isSame = isShown(token.account, token.id);
    m_token = token;
    m_account = account;
    showDetails();
    showHead();
    m_pages->setCurrentWidget(m_tabs);
    if (isSame)
        return;
    m_details->verticalScrollBar()->setValue(0);
    m_hasAnswer = false;
    m_hasHistory = false;
    m_answerState->say("info", tr("The provider is being asked."), tr("Its answer appears here, without secrets."));
    m_answerPages->setCurrentWidget(m_answerState);
    m_historyState->say("clock", tr("The journal is being read."), tr("What this app did to the token appears here."));
    m_historyPages->setCurrentWidget(m_historyState);
    requestWhatIsMissing();
}

void Inspector::showDetails()
{
    m_details->showToken(*m_token, m_account, m_readOnly.contains(m_account.id), m_clock.nowMs());
}

void Inspector::showHead()
{
    const qint64 nowMs = m_clock.nowMs();
    const bool isSoon = expiresSoon(*m_token, nowMs);
    const StateMark mark = markOf(m_token->state, isSoon);
    const QString name = m_token->name.value_or(QString());
    const QString &id = m_token->id.value;
    m_title->setText(!name.isEmpty() ? name : isPairId(id) ? shortId(id) : id);
    m_stateIcon->setPixmap(tintedIcon(mark.icon, mark.tint).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_stateIcon->show();
    m_stateText->setText(tokenStateText(m_token->state, isSoon));
    m_stateText->setAbsent(m_token->state == TokenState::NotReported);
    m_stateText->show();
    m_accountBar->setColour(m_colours.value(m_account.id));
    m_accountName->setText(m_account.name);
    m_badge->setEnvironment(m_account.environment);
    m_badge->show();
    m_head->setProduction(m_account.environment == Environment::Production);
    m_head->show();
    m_buttons->findChild<QWidget *>(QStringLiteral("inspectorCopyId"))->show();
    m_buttons->findChild<QWidget *>(QStringLiteral("inspectorExport"))->hide();
    showOwnNote(m_token->isOwn ? tr("This app signs in to %1 with it. Revoke… leaves it out.").arg(m_account.name)
                               : QString());
}

void Inspector::showOwnNote(const QString &text)
{
    m_ownIcon->setPixmap(tintedIcon("key", Tint::Accent).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_ownText->setText(text);
    m_ownNote->setVisible(!text.isEmpty());
}

void Inspector::requestWhatIsMissing()
{
    if (!m_token)
        return;
    if (m_tabs->currentIndex() == AnswerTab && !m_hasAnswer)
        Q_EMIT answerRequested(*m_token);
    if (m_tabs->currentIndex() == HistoryTab && !m_hasHistory)
        Q_EMIT historyRequested(*m_token);
}

bool Inspector::isShown(const AccountId &account, const TokenId &id) const
{
    return m_token && m_token->account == account && m_token->id == id;
}

void Inspector::showAnswer(const AccountId &account, const TokenId &id, const Result<QJsonObject> &answer)
{
    if (!isShown(account, id))
        return;
    m_hasAnswer = answer.has_value();
    if (answer) {
        m_answer->setPlainText(readableJson(*answer));
        m_answerPages->setCurrentWidget(m_answer);
        return;
    }
    m_answerState->say("error", tr("There is no answer to show."),
                       errorSentence(answer.error(), m_account.providerName, m_account.name));
    const QAbstractButton *again = m_answerState->addButton(tr("Try again"), "refresh");
    connect(again, &QAbstractButton::clicked, this, &Inspector::requestWhatIsMissing);
    m_answerPages->setCurrentWidget(m_answerState);
}

void Inspector::showHistory(const AccountId &account, const TokenId &id, const QList<HistoryLine> &lines)
{
    if (!isShown(account, id))
        return;
    m_hasHistory = true;
    if (lines.isEmpty()) {
        m_historyState->say("clock", tr("This app has done nothing to this token."),
                            tr("What it does from now on appears here."));
        m_historyPages->setCurrentWidget(m_historyState);
        return;
    }
    auto *model = static_cast<QStandardItemModel *>(m_history->model());
    model->clear();
    for (const HistoryLine &line : lines) {
        const Moment at = Moment::at(line.atMs);
        auto *item = new QStandardItem(tr("%1: %2").arg(relativeText(at, m_clock.nowMs()), cleanedText(line.text)));
        item->setEditable(false);
        item->setToolTip(exactText(at));
        model->appendRow(item);
    }
    m_historyPages->setCurrentWidget(m_history);
}

void Inspector::openAnswer() { m_tabs->setCurrentIndex(AnswerTab); }

void Inspector::showMany(std::shared_ptr<const TokenSnapshot> snapshot, std::vector<quint32> numbers)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_token.reset();
    const quint64 request = ++m_request;
    const auto summarise = [snapshot = std::move(snapshot), numbers = std::move(numbers), nowMs = m_clock.nowMs(),
                            stop = m_stop.get_token()] { return tokenSummary(*snapshot, numbers, nowMs, stop); };
    whenDone(QtConcurrent::run(summarise), this, [this, request](const TokenSummary &summary) {
        if (request == m_request)
            showSummary(summary);
    });
}

void Inspector::showSummary(const TokenSummary &summary)
{
    m_title->setText(tr("%Ln token(s) selected", nullptr, int(summary.tokens)));
    m_stateIcon->hide();
    m_stateText->hide();
    m_accountBar->hide();
    const QString accounts = summary.accounts.size() == 1 ? summary.accounts.constFirst().text
                                                          : tr("%Ln account(s)", nullptr, int(summary.accounts.size()));
    const bool isProduction = summary.inProduction > 0;
    const bool isAllProduction = summary.inProduction == summary.tokens;
    m_accountName->setText(isProduction && !isAllProduction
                               ? tr("%1, %Ln token(s) of them in", nullptr, int(summary.inProduction)).arg(accounts)
                               : accounts);
    m_badge->setEnvironment(Environment::Production);
    m_badge->setVisible(isProduction);
    m_head->setProduction(isProduction);
    m_head->show();
    m_buttons->findChild<QWidget *>(QStringLiteral("inspectorCopyId"))->hide();
    m_buttons->findChild<QWidget *>(QStringLiteral("inspectorExport"))->show();

    constexpr qsizetype MostNamed = 3;
    QStringList own;
    const QList<TokenSummary::Own> named = summary.own.first(std::min(summary.own.size(), MostNamed));
    for (const TokenSummary::Own &token : named)
        own += tr("This app uses %1 for %2. It will be left out.")
                   .arg(cleanedText(token.token), cleanedText(token.account));
    if (summary.own.size() > MostNamed)
        own += tr("The app also uses %Ln other(s) of them.", nullptr, int(summary.own.size() - MostNamed));
    showOwnNote(own.join(u'\n'));
    m_summary->showSummary(summary, m_colours);
    m_pages->setCurrentWidget(m_summary);
}

void Inspector::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= fontMetrics().height() * 34;
    const auto direction = isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction == m_headColumn->direction())
        return;
    m_headColumn->setDirection(direction);
    (isWide ? m_headColumn : m_titleRow)->addWidget(m_close, 0, Qt::AlignTop); // always at the right edge
}

void Inspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_token)
        showHead(); // the icons' colours
}

} // namespace latchkey
