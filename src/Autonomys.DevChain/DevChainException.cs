namespace Autonomys.DevChain;

/// <summary>The development chain cannot start or go on; the message says what is wrong, where, and what helps.</summary>
public class DevChainException : Exception
{
    public DevChainException(string message)
        : base(message)
    {
    }

    public DevChainException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
