namespace Autonomys.Node.Contract;

/// <summary>The list of objects of an <see cref="ObjectMappingResponse"/>.</summary>
public sealed record GlobalObjects(IReadOnlyList<GlobalObject> Objects);
