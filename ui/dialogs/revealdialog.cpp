#include "ui/dialogs/revealdialog.h"

#include "network/domain/clock.h"
#include "ui/dates.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTextLayout>
#include <QTextOption>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

SecretField::SecretField(const Secret &value, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_value(value)
    , m_name(name)
{
    setAccessibleName(tr("%1, hidden").arg(m_name));
    setFont(codeFont(font()));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SecretField::setShown(bool shown)
{
    m_isShown = shown;
    setAccessibleName((shown ? tr("%1, shown on the screen") : tr("%1, hidden")).arg(m_name));
    update();
}

void SecretField::forget()
{
    m_value = Secret();
    update();
}

QSize SecretField::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 44;
    return {width, heightForWidth(width)};
}

int SecretField::heightForWidth(int width) const
{
    const int margin = fontMetrics().height() / 2;
    return layOut(width, nullptr) + 2 * margin;
}

void SecretField::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.fieldBorder);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(palette().color(QPalette::Text));
    layOut(width(), &painter);
}

int SecretField::layOut(int width, QPainter *painter) const
{
    // The same number of characters either way, so that nothing moves when it is shown.
    constexpr qsizetype Longest = 1000;
    const qsizetype count = std::min(Longest, QString::fromUtf8(m_value.reveal()).size());
    QString text = m_isShown ? QString::fromUtf8(m_value.reveal()).left(count) : QString(count, QChar(0x2022));
    if (m_value.size() > Longest)
        text += QChar(0x2026);
    QTextLayout layout(text, font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAnywhere);
    layout.setTextOption(option);
    const qreal margin = fontMetrics().height() / 2.0;
    qreal y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(20.0, width - 2 * margin));
        line.setPosition(QPointF(0, y));
        y += fontMetrics().height() * 1.2; // the same for dots and letters of another font
    }
    layout.endLayout();
    if (painter != nullptr)
        layout.draw(painter, QPointF(margin, margin));
    text.fill(QChar(0));
    return int(y);
}

namespace {

QString kindText(TokenKind kind)
{
    switch (kind) {
    case TokenKind::User:
        return RevealDialog::tr("User token");
    case TokenKind::Automation:
        return RevealDialog::tr("Automation token");
    case TokenKind::BrowserSession:
        return RevealDialog::tr("Browser session");
    case TokenKind::AccessToken:
        return RevealDialog::tr("Access token");
    case TokenKind::OwnSession:
        return RevealDialog::tr("Own session");
    case TokenKind::NotReported:
        break;
    }
    return RevealDialog::tr("Token");
}

//! "of ann@example.com for the client Nightly export"; empty: neither is known.
QString whoseText(const Token &token)
{
    QStringList whose;
    if (const QString owner = token.owner.value_or(Named()).text(); !owner.isEmpty())
        whose += RevealDialog::tr("of %1").arg(cleanedText(owner));
    if (const QString client = token.client.value_or(Named()).text(); !client.isEmpty())
        whose += RevealDialog::tr("for the client %1").arg(cleanedText(client));
    return whose.join(u' ');
}

//! "copy", or of a second value "refreshCopy".
QString partName(const QString &prefix, const char *part)
{
    QString name = QLatin1String(part);
    if (!prefix.isEmpty())
        name[0] = name[0].toUpper();
    return prefix + name;
}

} // namespace

RevealDialog::RevealDialog(const Revealed &revealed, const Account &account, const QString &provider,
                           const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_occasion(revealed.occasion)
    , m_head(new DialogHead(this))
    , m_stored(new QCheckBox(this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(QStringLiteral("revealDialog"));
    const bool isBoth = !revealed.value.isEmpty() && !revealed.refreshValue.isEmpty();
    if (!revealed.value.isEmpty())
        m_values += Value{isBoth ? tr("Access token") : QString(), QString(), revealed.value};
    if (!revealed.refreshValue.isEmpty())
        m_values += Value{tr("Refresh token"), QStringLiteral("refresh"), revealed.refreshValue};
    say(revealed, account, provider, clock);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(16, 14, 16, 14);
    body->setSpacing(12);
    body->addLayout(makeSentence(provider));
    if (revealed.token.name.value_or(QString()).isEmpty() && !revealed.token.id.isEmpty())
        body->addWidget(makeId(revealed.token.id));
    for (qsizetype at = 0; at < m_values.size(); ++at)
        body->addWidget(makeValue(at));
    body->addWidget(makeDeeds());
    body->addLayout(makeStored());
    body->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addLayout(body, 1);
    column->addWidget(dividingLine(this));
    column->addWidget(makeButtons());
    connect(&m_clipboard, &ClipboardGuard::secondsLeft, this, [this](int seconds) {
        tell(m_copied, true,
             tr("Copied. Cleared from the clipboard in %Ln second(s), if still there.", nullptr, seconds));
    });
    connect(&m_clipboard, &ClipboardGuard::cleared, this, [this] {
        m_clear->hide();
        tell(m_copied, true, tr("Copied before. Cleared from the clipboard."));
    });
    const QList<QPushButton *> buttons = findChildren<QPushButton *>();
    for (QPushButton *button : buttons)
        button->setAutoDefault(false); // else Enter in the dialog would press one
    tabAlongLayouts(this);
    openAtWantedSize(*this);
    findChild<QPushButton *>(partName(m_values.first().prefix, "copy"))->setFocus(); // a space would tick the box
}

QSize RevealDialog::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 84;
    return {width, layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : QDialog::sizeHint().height()};
}

void RevealDialog::say(const Revealed &revealed, const Account &account, const QString &provider, const Clock &clock)
{
    switch (m_occasion) {
    case Revealed::Occasion::Created:
        setWindowTitle(tr("Token created"));
        break;
    case Revealed::Occasion::Rotated:
        setWindowTitle(tr("Token changed"));
        break;
    case Revealed::Occasion::Requested:
        setWindowTitle(tr("Value of a token"));
        break;
    }
    const Token &token = revealed.token;
    const QString name = cleanedText(token.name.value_or(QString()));
    const QString whose = whoseText(token);
    QStringList about = {QStringLiteral("%1, %2").arg(cleanedText(account.name), provider)};
    if (!name.isEmpty() && !whose.isEmpty())
        about += whose;
    if (token.scopes && !token.scopes->isEmpty())
        about += cleanedText(token.scopes->join(u' '));
    if (token.expires.isNever())
        about += tr("never expires");
    else if (token.expires.isTime())
        about += (token.expires.ms() < clock.nowMs() ? tr("expired %1") : tr("expires %1"))
                     .arg(relativeText(token.expires, clock.nowMs()));
    m_head->say(name.isEmpty() ? QStringLiteral("%1 %2").arg(kindText(token.kind), whose).trimmed() : name,
                about.join(QStringLiteral(" · ")));
    m_head->setEnvironment(account.environment);
}

QWidget *RevealDialog::makeId(const TokenId &id)
{
    auto *text = new PlainLabel(tr("Id %1").arg(cleanedText(id.value)), this);
    text->setObjectName(QStringLiteral("tokenId"));
    text->setFont(codeFont(font()));
    text->setElided(Qt::ElideMiddle);
    return text;
}

QLayout *RevealDialog::makeSentence(const QString &provider)
{
    const bool isOne = m_values.size() == 1;
    QString sentence;
    switch (m_occasion) {
    case Revealed::Occasion::Created:
        sentence = isOne ? tr("%1 shows this value only now. It cannot be fetched again.")
                         : tr("%1 shows these values only now. They cannot be fetched again.");
        break;
    case Revealed::Occasion::Rotated:
        sentence = isOne ? tr("%1 shows this new value only now. The one before does not work any more.")
                         : tr("%1 shows these new values only now. Those before do not work any more.");
        break;
    case Revealed::Occasion::Requested:
        sentence = isOne ? tr("%1 gives this value out when it is asked. It is not kept here.")
                         : tr("%1 gives these values out when it is asked. They are not kept here.");
        break;
    }
    auto *eye = new PlainLabel(this);
    eye->setPixmap(tintedIcon("eye", Tint::Warn).pixmap(QSize(16, 16), devicePixelRatioF()));
    auto *once = new PlainLabel(sentence.arg(provider), this);
    once->setObjectName(QStringLiteral("once"));
    once->setFont(boldFont(font()));
    once->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(eye, 0, Qt::AlignTop);
    row->addWidget(once, 1);
    return row;
}

QWidget *RevealDialog::makeValue(qsizetype at)
{
    Value &value = m_values[at];
    auto *part = new QWidget(this);
    value.field = new SecretField(value.secret, value.name.isEmpty() ? tr("The value") : value.name, part);
    const auto characters = int(QString::fromUtf8(value.secret.reveal()).size());
    auto *length = new PlainLabel(tr("%Ln character(s)", nullptr, characters), part);
    length->setDim(true);
    auto *show = new QPushButton(icon("eye"), tr("Show"), part);
    show->setCheckable(true);
    auto *copyButton = new QPushButton(icon("copy", "edit-copy"), tr("Copy"), part);
    auto *write = new QPushButton(icon("save", "document-save"), tr("Write to file…"), part);
    const std::pair<QWidget *, const char *> names[] = {
        {value.field, "value"}, {show, "show"}, {copyButton, "copy"}, {write, "write"}};
    for (const auto &[widget, name] : names)
        widget->setObjectName(partName(value.prefix, name));
    if (!value.name.isEmpty()) {
        for (QPushButton *button : {show, copyButton, write})
            button->setAccessibleName(QStringLiteral("%1: %2").arg(value.name, button->text()));
    }
    connect(show, &QPushButton::toggled, value.field, [field = value.field, show, name = value.name](bool isOn) {
        field->setShown(isOn);
        show->setText(isOn ? tr("Hide") : tr("Show"));
        if (!name.isEmpty())
            show->setAccessibleName(QStringLiteral("%1: %2").arg(name, show->text()));
    });
    connect(copyButton, &QPushButton::clicked, this, [this, at] { copy(m_values[at]); });
    connect(write, &QPushButton::clicked, this, [this, at] { chooseFile(at); });

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(show);
    buttons->addWidget(copyButton);
    buttons->addWidget(write);
    buttons->addStretch();
    buttons->addWidget(length);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    if (!value.name.isEmpty())
        column->addWidget(new PlainLabel(value.name, part));
    column->addWidget(value.field);
    column->addLayout(buttons);
    return part;
}

QWidget *RevealDialog::makeDeeds()
{
    auto *part = new QFrame(this);
    part->setFrameShape(QFrame::StyledPanel);
    part->setAutoFillBackground(true);
    part->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(10, 6, 6, 6);
    column->setSpacing(6);
    const auto add = [this, part, column](const QString &name, const QString &text, QWidget *button) {
        Deed deed{new QLabel(part), new PlainLabel(part)};
        deed.text->setObjectName(name);
        deed.text->setWordWrap(true);
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(deed.icon);
        row->addWidget(deed.text, 1);
        if (button != nullptr)
            row->addWidget(button);
        column->addLayout(row);
        tell(deed, false, text);
        return deed;
    };
    m_clear = new QPushButton(tr("Clear now"), part);
    m_clear->setObjectName(QStringLiteral("clearNow"));
    m_clear->hide();
    connect(m_clear, &QPushButton::clicked, &m_clipboard, &ClipboardGuard::clear);
    m_copied = add(QStringLiteral("copied"), tr("Not copied"), m_clear);
    for (Value &value : m_values) {
        const QString text = tr("Not written to a file (it would be readable by you alone)");
        value.written = add(partName(value.prefix, "written"),
                            value.name.isEmpty() ? text : QStringLiteral("%1: %2").arg(value.name, text), nullptr);
    }
    return part;
}

QLayout *RevealDialog::makeStored()
{
    m_stored->setObjectName(QStringLiteral("stored"));
    m_stored->setText(m_values.size() == 1 ? tr("I have put the value where it belongs")
                                           : tr("I have put the values where they belong"));
    connect(m_stored, &QCheckBox::toggled, m_close, &QPushButton::setEnabled);
    auto *hint = new PlainLabel(tr("Escape and Enter do not close this window."), this);
    hint->setDim(true);
    hint->setIndent(m_stored->sizeHint().width() - m_stored->fontMetrics().horizontalAdvance(m_stored->text()) - 4);
    m_stored->setVisible(isOnce());
    hint->setVisible(isOnce());
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_stored);
    column->addWidget(hint);
    return column;
}

QWidget *RevealDialog::makeButtons()
{
    auto *revoke = new QPushButton(icon("revoke"), tr("Not needed: revoke it…"), this);
    revoke->setObjectName(QStringLiteral("revokeIt"));
    revoke->setVisible(m_occasion == Revealed::Occasion::Created);
    m_close->setObjectName(QStringLiteral("close"));
    m_close->setEnabled(!isOnce());
    connect(revoke, &QPushButton::clicked, this, &RevealDialog::revokeRequested);
    connect(m_close, &QPushButton::clicked, this, &RevealDialog::close);
    auto *part = new QWidget(this);
    auto *row = new QHBoxLayout(part);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addWidget(revoke);
    row->addStretch();
    row->addWidget(m_close);
    return part;
}

void RevealDialog::copy(const Value &value)
{
    m_clipboard.copy(value.secret);
    m_clear->show();
    tell(m_copied, true,
         tr("Copied. Cleared from the clipboard in %Ln second(s), if still there.", nullptr,
            int(m_clipboard.keepsFor().count())));
}

void RevealDialog::chooseFile(qsizetype at)
{
    auto *chooser = new QFileDialog(this, tr("Write the value to a file"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    connect(chooser, &QFileDialog::fileSelected, this, [this, at](const QString &path) {
        m_writing = at;
        Q_EMIT writeRequested(path, m_values[at].secret);
    });
    chooser->open();
}

void RevealDialog::showWritten(const Result<QString> &path)
{
    const Value &value = m_values[m_writing];
    const QString text =
        path ? tr("Written to %1, readable by you alone.").arg(*path) : tr("Not written: %1").arg(path.error().message);
    tell(value.written, path.has_value(), value.name.isEmpty() ? text : QStringLiteral("%1: %2").arg(value.name, text));
}

void RevealDialog::tell(const Deed &deed, bool isDone, const QString &text)
{
    const QIcon mark = isDone ? tintedIcon("outcome-confirmed", Tint::Ok) : tintedIcon("outcome-excluded", Tint::Dim);
    deed.icon->setPixmap(mark.pixmap(QSize(16, 16), devicePixelRatioF()));
    deed.text->setText(text);
    deed.text->setDim(!isDone);
}

void RevealDialog::finish()
{
    m_isFinished = true;
    m_clipboard.clear();
    for (Value &value : m_values) {
        value.secret = Secret();
        value.field->forget();
    }
    done(Accepted); // closes
}

void RevealDialog::reject()
{
    if (!isOnce())
        finish();
}

void RevealDialog::closeEvent(QCloseEvent *event)
{
    if (isOnce() && !m_stored->isChecked() && !m_isFinished) {
        event->ignore();
        m_stored->setFocus();
        return;
    }
    event->accept();
    if (!m_isFinished)
        finish();
}

} // namespace latchkey
