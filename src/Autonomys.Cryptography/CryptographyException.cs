namespace Autonomys.Cryptography;

/// <summary>Base of what this project throws when data or files, not code, are at fault.</summary>
public abstract class CryptographyException : Exception
{
    protected CryptographyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
