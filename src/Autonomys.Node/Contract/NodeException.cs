namespace Autonomys.Node.Contract;

/// <summary>Base of what can go wrong with a node.</summary>
public abstract class NodeException : Exception
{
    private protected NodeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
