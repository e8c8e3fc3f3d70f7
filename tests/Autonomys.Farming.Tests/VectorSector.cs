using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests;

internal sealed record VectorSector(
    byte[] Bytes, SectorId SectorId, SectorMetadata Metadata, SectorContentsMap ContentsMap, PieceIndex[] PieceIndexes);
