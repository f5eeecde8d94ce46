namespace QSslCore;

/// <summary>Names the member of Qt that a member of this library stands for.</summary>
/// <param name="name">Qt's qualified name, such as <c>QSslSocket::waitForEncrypted</c>.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
public sealed class QtMemberAttribute(string name) : Attribute
{
    /// <summary>Qt's qualified name, such as <c>QSslSocket::waitForEncrypted</c>.</summary>
    public string Name { get; } = name;
}
