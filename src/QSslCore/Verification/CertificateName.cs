using System.Formats.Asn1;
using System.Net;
using System.Text;

namespace QSslCore.Verification;

/// <summary>A name in a certificate or in a constraint.</summary>
/// <param name="Form">The form of the name.</param>
/// <param name="Content">The bytes within its tag.</param>
internal readonly record struct CertificateName(NameForm Form, ReadOnlyMemory<byte> Content)
{
    /// <exception cref="AsnContentException">The data does not contain a general name.</exception>
    public static CertificateName Read(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || !Enum.IsDefined((NameForm)tag.TagValue))
            throw new AsnContentException();
        ReadOnlyMemory<byte> content = reader.PeekContentBytes();
        reader.ReadEncodedValue();
        return new((NameForm)tag.TagValue, content);
    }

    /// <summary>Returns the name in readable form.</summary>
    public override string ToString() => VisibleText.Of(Form switch
    {
        NameForm.Email or NameForm.Dns or NameForm.Uri => Encoding.Latin1.GetString(Content.Span),
        NameForm.Address when Content.Length is 4 or 16 => new IPAddress(Content.Span).ToString(),
        NameForm.Directory when CanonicalName.TryRead(Content) is { } parts => string.Join(", ", parts),
        _ => $"{Form} {Convert.ToHexString(Content.Span)}",
    });
}
