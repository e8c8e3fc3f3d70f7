namespace Autonomys.Archiving.Segments;

/// <summary>Bytes that are not a recorded history segment, or not the one that must follow.</summary>
public sealed class SegmentFormatException(string message) : ArchivingException(message);
