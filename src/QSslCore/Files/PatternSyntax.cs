namespace QSslCore;

/// <summary>How the path of <see cref="QSslCertificate.FromPath"/> is read.</summary>
[QtMember("QSslCertificate::PatternSyntax")]
public enum PatternSyntax
{
    /// <summary>A regular expression for the whole path.</summary>
    RegularExpression = 0,

    /// <summary>A shell pattern with <c>*</c>, <c>?</c> and <c>[…]</c>, none of which crosses a slash.</summary>
    Wildcard = 1,

    /// <summary>The path of one file.</summary>
    FixedString = 2,
}
