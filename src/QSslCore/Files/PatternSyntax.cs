namespace QSslCore;

/// <summary>The syntax of the path of <see cref="QSslCertificate.FromPath"/>.</summary>
[QtMember("QSslCertificate::PatternSyntax")]
public enum PatternSyntax
{
    /// <summary>A regular expression for the whole path.</summary>
    RegularExpression = 0,

    /// <summary>A shell pattern with <c>*</c>, <c>?</c> and <c>[…]</c>. None of them matches a slash.</summary>
    Wildcard = 1,

    /// <summary>The path of one file.</summary>
    FixedString = 2,
}
