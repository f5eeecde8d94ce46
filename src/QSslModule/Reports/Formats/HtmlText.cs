using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace QSslModule;

/// <summary>HTML in the making: tags are the program's own, and every value is encoded.</summary>
internal sealed class HtmlText
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    /// <summary>Appends mark-up; the values in it are encoded.</summary>
    public HtmlText Add(FormattableString markup)
    {
        object?[] values = [.. markup.GetArguments()
            .Select(value => (object?)Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))];
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, values);
        return this;
    }

    /// <summary>Appends the program's own text as it is.</summary>
    public HtmlText AddOwn(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Encode(string text) => s_encoder.Encode(text);
}
