using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>A replica as moves of KV blocks see it.</summary>
/// <param name="Placement">What each of its devices holds; equal replicas share the object.</param>
/// <param name="FirstEndpoint">The network's endpoint of its first device; the others follow.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
internal sealed record KvEnd(KvPlacement Placement, int FirstEndpoint, int BlockTokens);
