#include "ui/dialogs/fieldeditor.h"

#include "network/domain/clock.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>

#include <algorithm>

namespace latchkey {

using Type = FormField::Type;

namespace {

//! Rows with room for their boxes; the second column, what a choice is for, is dim.
class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, option.fontMetrics.height() + 6});
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == 0)
            return;
        const QColor dim = coloursFor(option->palette).dim;
        option->palette.setColor(QPalette::Text, dim);
        option->palette.setColor(QPalette::HighlightedText, dim);
        option->font = secondaryFont(option->font);
    }
};

//! What is typed is short, however much room there is.
bool isShort(Type type) { return type == Type::Password || type == Type::OneTimeCode || type == Type::Number; }

//! Holds the input or inputs of a field. Named, and as wide as it may be, before the box around it looks.
QWidget *holder(const FormField &field)
{
    auto *made = new QWidget;
    made->setObjectName(field.key);
    made->setSizePolicy(isShort(field.type) ? QSizePolicy::Maximum : QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    return made;
}

FieldBox::HintPlace hintPlace(Type type)
{
    return type == Type::Password || type == Type::OneTimeCode || type == Type::Flag ? FieldBox::HintPlace::Beside
                                                                                     : FieldBox::HintPlace::Below;
}

QStringList listFrom(const QString &typed)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    return typed.split(separators, Qt::SkipEmptyParts);
}

//! "+90d": 90. Absent: something else.
std::optional<int> daysOf(const QString &initial)
{
    if (!initial.startsWith(u'+') || !initial.endsWith(u'd'))
        return {};
    bool ok = false;
    const int days = initial.mid(1, initial.size() - 2).toInt(&ok);
    return ok && days > 0 ? std::optional<int>(days) : std::nullopt;
}

constexpr int AtATime = 0;
constexpr int Never = -1;
constexpr int AsItIs = -2;

//! Why this is no JSON object, and where; empty: it is one.
QString jsonProblem(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(utf8, &error);
    if (error.error == QJsonParseError::NoError)
        return parsed.isObject() ? QString() : FieldEditor::tr("Write one JSON object: { at its start, } at its end.");
    const QByteArray before = utf8.left(error.offset);
    const auto line = before.count('\n') + 1;
    const auto column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
    return FieldEditor::tr("This is no JSON at line %1, column %2: %3.").arg(line).arg(column).arg(error.errorString());
}

} // namespace

QLineEdit *secretLine(QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setEchoMode(QLineEdit::Password);
    QAction *show = line->addAction(icon("eye"), QLineEdit::TrailingPosition);
    show->setText(FieldEditor::tr("Show while pressed"));
    // An action cannot tell how long it is pressed; its button can, by mouse and by the space bar.
    auto *button = line->findChild<QToolButton *>();
    button->setObjectName(QStringLiteral("showSecret"));
    button->setAccessibleName(show->text());
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::pressed, line, [line] { line->setEchoMode(QLineEdit::Normal); });
    QObject::connect(button, &QToolButton::released, line, [line] { line->setEchoMode(QLineEdit::Password); });
    return line;
}

FieldEditor::FieldEditor(const FormField &field, const Clock &clock, Start start, QWidget *parent)
    : FieldBox(holder(field), hintPlace(field.type), parent)
    , m_field(field)
    , m_start(start)
{
    setHint(field.help);
    switch (field.type) {
    case Type::Text:
    case Type::Secret:
    case Type::Password:
    case Type::OneTimeCode:
    case Type::TextList:
    case Type::Number:
    case Type::Url:
        makeLine();
        break;
    case Type::Json:
        makeJson();
        break;
    case Type::Choice: {
        QList<std::pair<QString, QVariant>> choices;
        for (const Choice &choice : std::as_const(m_field.choices))
            choices += {choice.label.isEmpty() ? choice.value : choice.label, choice.value};
        makeChoice(choices);
        break;
    }
    case Type::Choices:
        makeChoices();
        break;
    case Type::Flag:
        if (m_start == Start::Unchanged)
            makeChoice({{tr("yes"), true}, {tr("no"), false}}); // a box has no state for "as it is"
        else
            makeFlag();
        break;
    case Type::Date:
        makeDate(clock);
        break;
    }
    m_proposed = value();
    connect(this, &FieldEditor::changed, this, [this] {
        if (!problem().isEmpty())
            setProblem({});
    });
}

bool FieldEditor::isSecret() const
{
    return m_field.type == Type::Secret || m_field.type == Type::Password || m_field.type == Type::OneTimeCode;
}

bool FieldEditor::namesItself() const { return m_field.type == Type::Flag && m_start == Start::Proposal; }

bool FieldEditor::isEmpty() const
{
    if (m_line != nullptr)
        return m_line->text().trimmed().isEmpty();
    const QVariant now = value();
    return now.typeId() == QMetaType::QStringList ? now.toStringList().isEmpty() : now.toString().isEmpty();
}

QVariant FieldEditor::value() const { return m_read ? m_read() : QVariant(); }

void FieldEditor::setValue(const QVariant &value)
{
    if (m_write)
        m_write(value);
}

bool FieldEditor::isChanged() const { return value() != m_proposed; }

Secret FieldEditor::typedSecret() const
{
    QByteArray typed = m_line == nullptr ? QByteArray() : m_line->text().toUtf8();
    return Secret::take(typed);
}

Result<Secret> FieldEditor::secret() const
{
    const Secret typed = typedSecret();
    if (typed.isEmpty())
        return typed;
    return checkedSecret(typed.reveal(), m_field.type == Type::Secret ? SecretShape::Header : SecretShape::Password);
}

void FieldEditor::clear()
{
    if (m_line != nullptr)
        m_line->clear();
}

void FieldEditor::setPlaceholder(const QString &text)
{
    if (m_line != nullptr)
        m_line->setPlaceholderText(text);
    if (m_json != nullptr)
        m_json->setPlaceholderText(text);
}

void FieldEditor::setSecret(const Secret &secret)
{
    if (m_line != nullptr)
        m_line->setText(QString::fromUtf8(secret.reveal()));
}

bool FieldEditor::check(bool mayBeEmpty)
{
    QString sentence;
    if (isEmpty()) {
        if (m_field.required && !mayBeEmpty)
            sentence = m_field.type == Type::Choices ? tr("Choose at least one, the least that works.")
                                                     : tr("This is needed. Fill it in.");
    } else {
        sentence = problemOfTyped();
    }
    setProblem(sentence);
    return sentence.isEmpty();
}

QString FieldEditor::problemOfTyped() const
{
    if (isSecret()) {
        const Result<Secret> checked = secret();
        return checked ? QString() : checked.error().message;
    }
    if (m_field.type == Type::Json)
        return jsonProblem(m_json->toPlainText());
    if (m_field.type == Type::Number) {
        bool isNumber = false;
        m_line->text().trimmed().toLongLong(&isNumber);
        return isNumber ? QString() : tr("Write a whole number in digits alone, such as 3600.");
    }
    if (m_field.type == Type::Url) {
        const QUrl address(m_line->text().trimmed(), QUrl::StrictMode);
        return address.isValid() && !address.isRelative()
            ? QString()
            : tr("Write a whole address, such as https://api.example.com/.");
    }
    return {};
}

QHBoxLayout *FieldEditor::row() const { return static_cast<QHBoxLayout *>(input()->layout()); }

void FieldEditor::makeLine()
{
    m_line = isSecret() && m_field.type != Type::OneTimeCode ? secretLine(this) : new QLineEdit(this);
    m_line->setObjectName(m_field.key + QStringLiteral("Line"));
    m_line->setAccessibleName(m_field.label);
    if (m_start == Start::Proposal)
        m_line->setText(m_field.initial);
    else if (!isSecret())
        m_line->setPlaceholderText(tr("stays as it is"));
    const bool isCode = m_field.type == Type::OneTimeCode;
    if (isCode)
        m_line->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhPreferNumbers);
    const bool isDigits = isCode || m_field.type == Type::Number;
    m_line->setMinimumWidth(fontMetrics().averageCharWidth() * (isDigits ? 14 : 24));
    row()->addWidget(m_line);
    if (m_field.type == Type::Url)
        m_line->setFont(codeFont(font()));
    input()->setFocusProxy(m_line);
    if (m_field.type == Type::TextList)
        m_read = [this] { return listFrom(m_line->text()); };
    else if (!isSecret())
        m_read = [this] { return m_line->text().trimmed(); };
    if (m_read)
        m_write = [this](const QVariant &value) { m_line->setText(value.toStringList().join(QStringLiteral(", "))); };
    connect(m_line, &QLineEdit::textChanged, this, &FieldEditor::changed);
}

void FieldEditor::makeJson()
{
    m_json = new QPlainTextEdit(this);
    m_json->setObjectName(m_field.key + QStringLiteral("Text"));
    m_json->setAccessibleName(m_field.label);
    m_json->setFont(codeFont(font()));
    m_json->setTabChangesFocus(true);
    m_json->setFixedHeight(6 * m_json->fontMetrics().lineSpacing() + 2 * m_json->frameWidth() + 10);
    if (m_start == Start::Proposal)
        m_json->setPlainText(m_field.initial);
    else
        m_json->setPlaceholderText(tr("stays as it is"));
    row()->addWidget(m_json);
    input()->setFocusProxy(m_json);
    m_read = [this] { return m_json->toPlainText().trimmed(); };
    m_write = [this](const QVariant &value) { m_json->setPlainText(value.toString()); };
    connect(m_json, &QPlainTextEdit::textChanged, this, &FieldEditor::changed);
}

void FieldEditor::makeChoice(const QList<std::pair<QString, QVariant>> &choices)
{
    auto *box = new QComboBox(this);
    box->setObjectName(m_field.key + QStringLiteral("Box"));
    box->setAccessibleName(m_field.label);
    if (m_start == Start::Unchanged)
        box->addItem(tr("stays as it is"), QString());
    for (const auto &[label, value] : choices)
        box->addItem(cleanedText(label), value);
    box->setCurrentIndex(m_start == Start::Unchanged ? 0 : std::max(0, box->findData(m_field.initial)));
    row()->addWidget(box);
    row()->addStretch();
    input()->setFocusProxy(box);
    m_read = [box] { return box->currentData(); };
    m_write = [box](const QVariant &value) {
        if (const int row = box->findData(value); row >= 0)
            box->setCurrentIndex(row);
    };
    connect(box, &QComboBox::currentIndexChanged, this, &FieldEditor::changed);
}

void FieldEditor::makeChoices()
{
    auto *rows = new QStandardItemModel(0, 2, this);
    const QStringList initial = m_start == Start::Proposal ? listFrom(m_field.initial) : QStringList();
    for (const Choice &choice : std::as_const(m_field.choices)) {
        auto *name = new QStandardItem(cleanedText(choice.value));
        name->setData(choice.value);
        name->setCheckable(true);
        name->setCheckState(initial.contains(choice.value) ? Qt::Checked : Qt::Unchecked);
        auto *about = new QStandardItem(cleanedText(choice.label));
        name->setAccessibleDescription(about->text());
        rows->appendRow({name, about});
    }
    auto *list = new QTreeView(this);
    list->setObjectName(m_field.key + QStringLiteral("List"));
    list->setAccessibleName(m_field.label);
    list->setModel(rows);
    list->setItemDelegate(new ChoiceDelegate(list));
    list->setHeaderHidden(true);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    list->setCurrentIndex(rows->index(0, 0));
    const int shown = std::clamp(int(m_field.choices.size()), 2, 6);
    list->setFixedHeight(shown * (fontMetrics().height() + 6) + 2 * list->frameWidth());
    row()->addWidget(list);
    input()->setFocusProxy(list);
    if (m_start == Start::Unchanged)
        setHint(tr("Where none is ticked, they stay as they are."));
    m_read = [rows] {
        QStringList chosen;
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->item(row)->checkState() == Qt::Checked)
                chosen += rows->item(row)->data().toString();
        }
        return chosen;
    };
    m_write = [rows](const QVariant &value) {
        const QStringList chosen = value.toStringList();
        for (int row = 0; row < rows->rowCount(); ++row) {
            QStandardItem *name = rows->item(row);
            name->setCheckState(chosen.contains(name->data().toString()) ? Qt::Checked : Qt::Unchecked);
        }
    };
    connect(rows, &QStandardItemModel::itemChanged, this, &FieldEditor::changed);
    connect(list, &QTreeView::clicked, rows, [rows](const QModelIndex &index) {
        QStandardItem *name = rows->item(index.row());
        if (index.column() == 1)
            name->setCheckState(name->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    });
}

void FieldEditor::makeFlag()
{
    auto *box = new QCheckBox(m_field.label, this);
    box->setObjectName(m_field.key + QStringLiteral("Check"));
    box->setChecked(m_field.initial == QLatin1String("true"));
    row()->addWidget(box);
    input()->setFocusProxy(box);
    m_read = [box] { return box->isChecked(); };
    m_write = [box](const QVariant &value) { box->setChecked(value.toBool()); };
    connect(box, &QCheckBox::toggled, this, &FieldEditor::changed);
}

void FieldEditor::makeDate(const Clock &clock)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(clock.nowMs());
    auto *preset = new QComboBox(this);
    preset->setObjectName(m_field.key + QStringLiteral("Preset"));
    preset->setAccessibleName(m_field.label);
    if (m_start == Start::Unchanged)
        preset->addItem(tr("stays as it is"), AsItIs);
    QList<int> days = {7, 30, 90};
    const std::optional<int> initial = daysOf(m_field.initial);
    if (initial && !days.contains(*initial))
        days += *initial;
    for (const int count : std::as_const(days))
        preset->addItem(tr("in %Ln day(s)", nullptr, count), count);
    preset->addItem(tr("at a date and time"), AtATime);
    preset->addItem(tr("never"), Never);
    auto *at = new QDateTimeEdit(this);
    at->setObjectName(m_field.key + QStringLiteral("At"));
    at->setAccessibleName(tr("%1: date and time").arg(m_field.label));
    at->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    at->setCalendarPopup(true);
    at->setMinimumDateTime(now.addSecs(60));
    row()->addWidget(preset);
    row()->addWidget(at);
    row()->addStretch();
    input()->setFocusProxy(preset);

    const QString help = m_field.help;
    const auto take = [this, preset, at, now, help] {
        const int count = preset->currentData().toInt();
        if (count > 0)
            at->setDateTime(now.addDays(count));
        at->setEnabled(count == AtATime);
        at->setVisible(count >= AtATime);
        const QString said = count == Never ? tr("It stays valid until somebody revokes it. Prefer a date.")
            : count == AsItIs               ? QString()
                                            : tr("Your local time.");
        setHint(QStringList{help, said}.join(u' ').trimmed());
        Q_EMIT changed();
    };
    connect(preset, &QComboBox::currentIndexChanged, this, take);
    connect(at, &QDateTimeEdit::dateTimeChanged, this, &FieldEditor::changed);
    preset->setCurrentIndex(preset->findData(m_start == Start::Unchanged ? AsItIs : initial.value_or(90)));
    m_write = [preset, at, now](const QVariant &value) {
        const QDateTime wanted = QDateTime::fromString(value.toString(), Qt::ISODate);
        int row = preset->findData(wanted.isValid() ? AtATime : Never);
        for (int other = 0; other < preset->count(); ++other) {
            const int count = preset->itemData(other).toInt();
            if (count > 0 && now.addDays(count).toUTC().toString(Qt::ISODate) == value.toString())
                row = other;
        }
        preset->setCurrentIndex(row);
        if (wanted.isValid())
            at->setDateTime(wanted.toLocalTime());
    };
    m_read = [preset, at] {
        const int count = preset->currentData().toInt();
        return count == Never ? QStringLiteral("never")
            : count == AsItIs ? QString()
                              : at->dateTime().toUTC().toString(Qt::ISODate);
    };
    take();
}

} // namespace latchkey
