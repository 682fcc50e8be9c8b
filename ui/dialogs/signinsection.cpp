#include "ui/dialogs/signinsection.h"

#include "ui/dialogs/fieldeditor.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace latchkey {

using Exchange = SignInMethod::Exchange;

namespace {

constexpr int FirstPort = 1024; // below, a program needs rights
constexpr int LastPort = 65'535;

bool isPort(const FormField &field)
{
    return field.type == FormField::Type::Number && field.key == QLatin1String("port");
}

QString portProblem(const FieldEditor &editor)
{
    const int port = editor.value().toString().toInt();
    if (editor.isEmpty() || (port >= FirstPort && port <= LastPort))
        return {};
    return SignInSection::tr("Write a port from %1 to %2.").arg(FirstPort).arg(LastPort);
}

bool checkSetting(FieldEditor *editor)
{
    if (!editor->check(false))
        return false;
    const QString sentence = isPort(editor->field()) ? portProblem(*editor) : QString();
    editor->setProblem(sentence);
    return sentence.isEmpty();
}

} // namespace

SignInSection::SignInSection(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_rows(new QFormLayout(this))
    , m_way(new QComboBox(this))
    , m_wayBox(nullptr)
{
    setObjectName(QStringLiteral("signInSection"));
    m_rows->setContentsMargins(0, 0, 0, 6);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(8);
    m_rows->setLabelAlignment(Qt::AlignRight);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_way->setObjectName(QStringLiteral("signIn"));
    m_way->setAccessibleName(tr("Way"));
    m_wayBox = new FieldBox(m_way, FieldBox::HintPlace::Below, this);
    m_rows->addRow(tr("Way"), m_wayBox);
    connect(m_way, &QComboBox::activated, this, [this] {
        State now = state();
        now.typed = {};
        now.kept = {};
        build(now);
        Q_EMIT wayChosen();
    });
}

void SignInSection::show(const QList<SignInMethod> &ways, const State &state, const QString &storedWay)
{
    m_ways = ways;
    m_storedWay = storedWay;
    m_way->clear();
    for (const SignInMethod &way : std::as_const(m_ways))
        m_way->addItem(cleanedText(way.label), way.key);
    m_way->setCurrentIndex(m_ways.isEmpty() ? -1 : std::max(0, m_way->findData(state.way)));
    m_rows->setRowVisible(m_wayBox, m_ways.size() > 1);
    build(state);
}

const SignInMethod *SignInSection::way() const
{
    const int at = m_way->currentIndex();
    return at >= 0 && at < m_ways.size() ? &m_ways[at] : nullptr;
}

bool SignInSection::isExchanged() const { return way() != nullptr && way()->exchange != Exchange::None; }

bool SignInSection::isStored() const { return way() != nullptr && way()->key == m_storedWay; }

bool SignInSection::isAnyTyped() const
{
    return std::any_of(m_secrets.cbegin(), m_secrets.cend(), [](const FieldEditor *one) { return !one->isEmpty(); });
}

void SignInSection::build(const State &state)
{
    m_isBuilding = true;
    while (m_rows->rowCount() > 1)
        m_rows->removeRow(1);
    m_settings.clear();
    m_secrets.clear();
    m_signInBox = nullptr;
    m_signIn = m_cancel = nullptr;
    m_progress = nullptr;
    m_banner = nullptr;
    m_hint = nullptr;
    m_isWaiting = false;
    m_kept = isExchanged() ? state.kept : Credential();
    if (way() != nullptr) {
        addSettings(state.settings);
        addSecrets(state.typed);
        m_hint = new PlainLabel(this);
        m_hint->setObjectName(QStringLiteral("secretHint"));
        m_hint->setDim(true);
        m_hint->setWordWrap(true);
        m_rows->addRow(QString(), m_hint);
        if (isExchanged())
            addSignIn();
        sayStorage(m_ofTyped, m_ofStored);
    }
    m_isBuilding = false;
    tabAlongLayouts(this);
}

void SignInSection::addSettings(const QMap<QString, QString> &settings)
{
    for (FormField field : way()->settings) {
        field.initial = settings.value(field.key, field.initial);
        auto *editor = new FieldEditor(field, m_clock, FieldEditor::Start::Proposal, this);
        m_settings += editor;
        m_rows->addRow(editor->namesItself() ? QString() : field.label, editor);
        if (isPort(field))
            addRedirect(editor);
        connect(editor, &FieldEditor::changed, this, [this, editor] {
            if (m_isBuilding)
                return;
            checkSetting(editor);
            takeEdit();
        });
    }
}

void SignInSection::addRedirect(FieldEditor *port)
{
    auto *part = new QWidget(this);
    auto *address = new PlainLabel(part);
    address->setObjectName(QStringLiteral("redirect"));
    address->setFont(codeFont(font()));
    address->setSelectable(true);
    auto *copy = new QToolButton(part);
    copy->setObjectName(QStringLiteral("copyRedirect"));
    copy->setIcon(icon("copy", "edit-copy"));
    copy->setToolTip(tr("Copy the redirect address"));
    copy->setAccessibleName(copy->toolTip());
    copy->setAutoRaise(true);
    copy->setFocusPolicy(Qt::StrongFocus);
    connect(copy, &QToolButton::clicked, address,
            [address] { QGuiApplication::clipboard()->setText(address->text()); });
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(address);
    row->addWidget(copy);
    row->addStretch();
    const auto say = [port, address, copy] {
        const bool isUsable = !port->isEmpty() && portProblem(*port).isEmpty();
        address->setText(isUsable ? QStringLiteral("http://127.0.0.1:%1/").arg(port->value().toString())
                                  : tr("needs a port"));
        copy->setEnabled(isUsable);
    };
    connect(port, &FieldEditor::changed, address, say);
    say();
    auto *box = new FieldBox(part, FieldBox::HintPlace::Below, this);
    box->setHint(tr("Allow this redirect address for the client at the provider."));
    m_rows->addRow(tr("Redirect address"), box);
}

void SignInSection::addSecrets(const Credential &typed)
{
    for (const FormField &field : way()->fields) {
        auto *editor = new FieldEditor(field, m_clock, FieldEditor::Start::Proposal, this);
        if (typed.has(field.key))
            editor->setSecret(typed.part(field.key));
        m_secrets += editor;
        m_rows->addRow(field.label, editor);
        connect(editor, &FieldEditor::changed, this, [this, editor] {
            if (m_isBuilding)
                return;
            editor->check(true);
            takeEdit();
        });
    }
}

void SignInSection::addSignIn()
{
    auto *part = new QWidget(this);
    part->setObjectName(QStringLiteral("signInRow"));
    m_signIn = new QPushButton(part);
    m_signIn->setObjectName(QStringLiteral("signInButton"));
    m_signIn->setAutoDefault(false);
    m_progress = new QProgressBar(part);
    m_progress->setObjectName(QStringLiteral("signInProgress"));
    m_progress->setAccessibleName(tr("Waiting for the sign-in"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 12);
    m_cancel = new QPushButton(tr("Cancel the sign-in"), part);
    m_cancel->setObjectName(QStringLiteral("cancelSignIn"));
    m_cancel->setAutoDefault(false);
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_signIn);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    row->addStretch();
    part->setFocusProxy(m_signIn);
    connect(m_signIn, &QPushButton::clicked, this, &SignInSection::signInRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        endWaiting();
        Q_EMIT signInCancelled();
    });
    m_signInBox = new FieldBox(part, FieldBox::HintPlace::Below, this);
    m_banner = new Banner(this);
    m_banner->setObjectName(QStringLiteral("signInBanner"));
    m_rows->addRow(QString(), m_signInBox);
    m_rows->addRow(m_banner);
    sayState();
}

void SignInSection::sayState()
{
    if (m_signIn == nullptr)
        return;
    const bool isBrowser = way()->exchange == Exchange::Browser;
    const bool isAgain = !m_kept.isEmpty() || isStored();
    m_signIn->setText(isAgain ? tr("Sign in again…") : isBrowser ? tr("Sign in with the browser…") : tr("Sign in"));
    m_signIn->setIcon(isBrowser ? icon("globe") : icon("key"));
    m_signIn->setVisible(!m_isWaiting);
    if (!m_isWaiting && m_cancel->hasFocus())
        m_signIn->setFocus(); // where it was
    m_progress->setVisible(m_isWaiting);
    m_cancel->setVisible(m_isWaiting);
    m_signInBox->setProblem({});
    m_signInBox->setRight(!m_isWaiting && !m_kept.isEmpty());
    m_signInBox->setHint(m_isWaiting ? isBrowser ? tr("Waiting for the browser…") : tr("Waiting for the answer…")
                             : !m_kept.isEmpty() ? tr("Signed in. Save the account to keep this.")
                             : isStored()        ? tr("Signed in before.")
                                                 : tr("Not signed in yet."));
    for (FieldEditor *editor : std::as_const(m_secrets))
        editor->setEnabled(!m_isWaiting);
    for (FieldEditor *editor : std::as_const(m_settings))
        editor->setEnabled(!m_isWaiting);
    m_way->setEnabled(!m_isWaiting);
}

void SignInSection::sayStorage(const QString &ofTyped, const QString &ofStored)
{
    m_ofTyped = ofTyped;
    m_ofStored = ofStored;
    if (m_hint == nullptr)
        return;
    for (FieldEditor *editor : std::as_const(m_secrets))
        editor->setPlaceholder(!isExchanged() && isStored() ? m_ofStored : QString());
    const bool isAsked = way()->exchange == Exchange::Asked;
    m_hint->setText(isAsked             ? tr("Asked for at each sign-in: exchanged for a token, and then forgotten.")
                        : isExchanged() ? tr("A page of the provider asks who you are. What comes back is kept here.")
                                        : m_ofTyped);
}

void SignInSection::takeEdit()
{
    if (!m_isBuilding)
        Q_EMIT edited();
}

SignInSection::State SignInSection::state() const
{
    State now;
    if (way() == nullptr)
        return now;
    now.way = way()->key;
    for (const FieldEditor *editor : m_settings) {
        if (!editor->isEmpty())
            now.settings.insert(editor->field().key, editor->value().toString());
    }
    for (const FieldEditor *editor : m_secrets) {
        const Secret secret = editor->typedSecret();
        if (!secret.isEmpty())
            now.typed.parts.insert_or_assign(editor->field().key, secret);
    }
    now.kept = m_kept;
    return now;
}

Credential SignInSection::typed() const
{
    Credential checked;
    for (const FieldEditor *editor : m_secrets) {
        const Result<Secret> secret = editor->secret();
        if (secret && !secret->isEmpty())
            checked.parts.insert_or_assign(editor->field().key, *secret);
    }
    return checked;
}

Credential SignInSection::credential() const { return isExchanged() ? m_kept : typed(); }

QWidget *SignInSection::checkSettings()
{
    QWidget *firstWrong = nullptr;
    for (FieldEditor *editor : std::as_const(m_settings)) {
        if (!checkSetting(editor) && firstWrong == nullptr)
            firstWrong = editor;
    }
    return firstWrong;
}

QWidget *SignInSection::check()
{
    QWidget *firstWrong = checkSettings();
    if (isExchanged()) {
        const bool isSignedIn = !m_kept.isEmpty() || isStored();
        const bool isPending = isAnyTyped() && m_kept.isEmpty();
        if (isSignedIn && !isPending)
            return firstWrong;
        m_signInBox->setProblem(isPending ? tr("Sign in with what is typed, or clear it.")
                                          : tr("Sign in first: there is nothing to test or to keep yet."));
        return firstWrong != nullptr ? firstWrong : m_signInBox;
    }
    // A credential is replaced as a whole: one part alone would leave the others out.
    const bool mayBeEmpty = isStored() && !isAnyTyped();
    for (FieldEditor *editor : std::as_const(m_secrets)) {
        if (!editor->check(mayBeEmpty) && firstWrong == nullptr)
            firstWrong = editor;
    }
    return firstWrong;
}

QWidget *SignInSection::checkSignIn()
{
    QWidget *firstWrong = checkSettings();
    for (FieldEditor *editor : std::as_const(m_secrets)) {
        if (!editor->check(false) && firstWrong == nullptr)
            firstWrong = editor;
    }
    return firstWrong;
}

void SignInSection::forgetKept()
{
    m_kept = {};
    sayState();
}

void SignInSection::showWaiting()
{
    m_isWaiting = true;
    if (m_banner != nullptr)
        m_banner->hide();
    sayState();
    if (m_cancel != nullptr)
        m_cancel->setFocus();
}

void SignInSection::endWaiting()
{
    m_isWaiting = false;
    sayState();
}

void SignInSection::setKept(const Credential &kept)
{
    m_isBuilding = true;
    for (FieldEditor *editor : std::as_const(m_secrets))
        editor->clear();
    m_isBuilding = false;
    m_kept = kept;
    endWaiting();
    takeEdit();
}

void SignInSection::showProblem(const QString &fact, const QString &reason)
{
    endWaiting();
    if (m_banner == nullptr)
        return;
    m_banner->say(Banner::Tone::Error, fact, reason);
    m_banner->show();
    m_signIn->setFocus();
}

} // namespace latchkey
