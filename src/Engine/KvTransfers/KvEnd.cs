using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>A rank as moves of KV blocks see it: a replica, or one of its attention groups.</summary>
/// <param name="Placement">What each device of the replica holds of its sequences; the same ranks of equal replicas share the object.</param>
/// <param name="FirstEndpoint">The network's endpoint of the replica's first device; the others follow.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
internal sealed record KvEnd(KvPlacement Placement, int FirstEndpoint, int BlockTokens);
