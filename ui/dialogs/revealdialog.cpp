#include "ui/dialogs/revealdialog.h"

#include "network/domain/clock.h"
#include "ui/dates.h"
#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/tonelabel.h"
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

SecretField::SecretField(const Secret &value, QWidget *parent) : QWidget(parent), m_value(value)
{
    setObjectName(QStringLiteral("value"));
    setAccessibleName(tr("The value, hidden"));
    setFont(codeFont(font()));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SecretField::setShown(bool shown)
{
    m_isShown = shown;
    setAccessibleName(shown ? tr("The value, shown on the screen") : tr("The value, hidden"));
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

RevealDialog::RevealDialog(const Token &token, const Secret &value, const Account &account, const QString &provider,
                           const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_value(value)
    , m_stored(new QCheckBox(tr("I have put the value where it belongs"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(QStringLiteral("revealDialog"));
    setWindowTitle(tr("Token created"));
    auto *head = new DialogHead(this);
    QStringList about = {QStringLiteral("%1, %2").arg(cleanedText(account.name), provider)};
    if (token.scopes && !token.scopes->isEmpty())
        about += cleanedText(token.scopes->join(u' '));
    if (token.expires.isReported())
        about += token.expires.isNever() ? tr("never expires")
                                         : tr("expires %1").arg(relativeText(token.expires, clock.nowMs()));
    const QString name = cleanedText(token.name.value_or(QString()));
    head->say(name.isEmpty() ? cleanedText(token.id.value) : name, about.join(QStringLiteral(" · ")));
    head->setEnvironment(account.environment);

    m_stored->setObjectName(QStringLiteral("stored"));
    auto *hint = new PlainLabel(tr("Escape and Enter do not close this window."), this);
    hint->setDim(true);
    hint->setIndent(m_stored->sizeHint().width() - m_stored->fontMetrics().horizontalAdvance(m_stored->text()) - 4);
    auto *body = new QVBoxLayout;
    body->setContentsMargins(16, 14, 16, 14);
    body->setSpacing(12);
    body->addWidget(makeValue(value, provider));
    body->addWidget(makeDeeds());
    auto *stored = new QVBoxLayout;
    stored->setSpacing(4);
    stored->addWidget(m_stored);
    stored->addWidget(hint);
    body->addLayout(stored);
    body->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addLayout(body, 1);
    column->addWidget(dividingLine(this));
    column->addWidget(makeButtons());
    connect(m_stored, &QCheckBox::toggled, m_close, &QPushButton::setEnabled);
    connect(&m_clipboard, &ClipboardGuard::cleared, this, [this] {
        m_clear->hide();
        tell(m_copied, true, tr("Copied before. Cleared from the clipboard."));
    });
    const QList<QPushButton *> buttons = findChildren<QPushButton *>();
    for (QPushButton *button : buttons)
        button->setAutoDefault(false); // else Enter in the dialog would press one
    openAtWantedSize(*this);
    findChild<QPushButton *>(QStringLiteral("copy"))->setFocus(); // not the box: a space would tick it
}

QSize RevealDialog::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 84;
    return {width, layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : QDialog::sizeHint().height()};
}

QWidget *RevealDialog::makeValue(const Secret &value, const QString &provider)
{
    auto *part = new QWidget(this);
    auto *eye = new PlainLabel(part);
    eye->setPixmap(tintedIcon("eye", Tint::Warn).pixmap(QSize(16, 16), devicePixelRatioF()));
    auto *once = new PlainLabel(tr("%1 shows this value only now. It cannot be fetched again.").arg(provider), part);
    once->setObjectName(QStringLiteral("once"));
    once->setFont(boldFont(font()));
    once->setWordWrap(true);
    m_field = new SecretField(value, part);
    auto *length = new PlainLabel(tr("%Ln character(s)", nullptr, int(QString::fromUtf8(value.reveal()).size())), part);
    length->setDim(true);
    auto *show = new QPushButton(icon("eye"), tr("Show"), part);
    show->setObjectName(QStringLiteral("show"));
    show->setCheckable(true);
    auto *copyButton = new QPushButton(icon("copy", "edit-copy"), tr("Copy"), part);
    copyButton->setObjectName(QStringLiteral("copy"));
    auto *write = new QPushButton(icon("save", "document-save"), tr("Write to file…"), part);
    write->setObjectName(QStringLiteral("write"));
    connect(show, &QPushButton::toggled, m_field, [this, show](bool isOn) {
        m_field->setShown(isOn);
        show->setText(isOn ? tr("Hide") : tr("Show"));
    });
    connect(copyButton, &QPushButton::clicked, this, &RevealDialog::copy);
    connect(write, &QPushButton::clicked, this, &RevealDialog::chooseFile);

    auto *sentence = new QHBoxLayout;
    sentence->setSpacing(8);
    sentence->addWidget(eye, 0, Qt::AlignTop);
    sentence->addWidget(once, 1);
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
    column->addLayout(sentence);
    column->addWidget(m_field);
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
    const auto add = [this, part, column](const char *name, const QString &text, QWidget *button) {
        Deed deed{new QLabel(part), new PlainLabel(part)};
        deed.text->setObjectName(QLatin1String(name));
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
    m_copied = add("copied", tr("Not copied"), m_clear);
    m_written = add("written", tr("Not written to a file (it would be readable by you alone)"), nullptr);
    return part;
}

QWidget *RevealDialog::makeButtons()
{
    auto *revoke = new QPushButton(icon("revoke"), tr("Not needed: revoke it…"), this);
    revoke->setObjectName(QStringLiteral("revokeIt"));
    m_close->setObjectName(QStringLiteral("close"));
    m_close->setEnabled(false);
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

void RevealDialog::copy()
{
    m_clipboard.copy(m_value);
    m_clear->show();
    tell(m_copied, true, tr("Copied. Cleared from the clipboard after 10 seconds, if still there."));
}

void RevealDialog::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Write the value to a file"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    connect(chooser, &QFileDialog::fileSelected, this, &RevealDialog::writeRequested);
    chooser->open();
}

void RevealDialog::showWritten(const Result<QString> &path)
{
    if (path)
        tell(m_written, true, tr("Written to %1, readable by you alone.").arg(*path));
    else
        tell(m_written, false, tr("Not written: %1").arg(path.error().message));
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
    m_value = Secret();
    m_field->forget();
    done(Accepted); // closes
}

void RevealDialog::closeEvent(QCloseEvent *event)
{
    if (!m_stored->isChecked() && !m_isFinished) {
        event->ignore();
        m_stored->setFocus();
        return;
    }
    event->accept();
    if (!m_isFinished)
        finish();
}

} // namespace latchkey
