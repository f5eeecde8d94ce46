using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace QSslModule;

/// <summary>Builds HTML. The tags come from the program, and every value is encoded.</summary>
internal sealed class HtmlText
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    /// <summary>Appends markup and encodes the values in it.</summary>
    public HtmlText Add(FormattableString markup)
    {
        object?[] values = [.. markup.GetArguments()
            .Select(value => (object?)Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))];
        _text.AppendFormat(CultureInfo.InvariantCulture, markup.Format, values);
        return this;
    }

    /// <summary>Appends text of the program without encoding.</summary>
    public HtmlText AddOwn(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Encode(string text) => s_encoder.Encode(text);
}
