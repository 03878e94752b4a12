using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Routing;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>Wires what a prepared run needs to move KV blocks.</summary>
internal static class KvExchanges
{
    /// <summary>Checks that prompts find their way to decode replicas, and that hosts can be of use.</summary>
    /// <exception cref="PresetException">The cluster is impossible; the message says why and how to mend it.</exception>
    public static void Check(PreparedRun run)
    {
        IReadOnlyList<PreparedPool> pools = run.Pools;
        bool prefills = pools.Any(pool => pool.Role == PoolRole.Prefill), decodes = pools.Any(pool => pool.Role == PoolRole.Decode);
        if (prefills && !decodes) throw new PresetException("There is a prefill pool and no decode pool to take its prompts over. Add a pool with role: decode, or make it role: both.");
        if (decodes && !prefills) throw new PresetException("There is a decode pool and no prefill pool to give it prompts. Add a pool with role: prefill, or make it role: both.");
        if (prefills)
        {
            KvNetwork.Of(pools, run.Scenario.KvTransfer);
            int[] sizes = [.. pools.Where(pool => pool.Role != PoolRole.Both).Select(pool => pool.Run.Serving.Scheduler.BlockTokens).Distinct()];
            if (sizes.Length > 1) throw new PresetException($"KV blocks of {sizes[0]} and {sizes[1]} tokens cannot take each other's content. Give the pools the same serving.block_tokens.");
        }
        if (run.Scenario.HostMemory is not { } host) return;
        LinkPreset.Open(host.Link);
        if (pools.FirstOrDefault(pool => !pool.Run.Serving.Scheduler.PrefixCaching) is not null)
            throw new PresetException("host_memory finds blocks by the hashes of the prefix cache, which is off. Turn serving.prefix_caching on.");
        foreach (PreparedPool pool in pools)
        {
            if (HostBlocksOf(pool, PlacementsOf(pool)[0], host) == 0) throw new PresetException($"host_memory.capacity is {host.Capacity}, less than one KV block of each attention group of a replica. Give it more.");
        }
    }

    /// <summary>What serving needs to move KV blocks in a simulation.</summary>
    public static KvExchangeSetup Of(PreparedRun run, Simulation simulation, KvMoveRecording recording)
    {
        KvTransferOptions options = run.Scenario.KvTransfer;
        KvNetwork? network = run.Pools.Any(pool => pool.Role != PoolRole.Both) ? KvNetwork.Of(run.Pools, options) : null;
        var ends = new List<KvEnd>();
        var roles = new List<PoolRole>();
        var hostBlocks = new List<int>();
        int next = 0;
        foreach (PreparedPool pool in run.Pools)
        {
            KvPlacement[] placements = PlacementsOf(pool);
            for (int i = 0; i < pool.Replicas; i++, next += pool.DevicesOfReplica)
            {
                int first = network?.FirstEndpoints[roles.Count] ?? next;
                ends.AddRange(placements.Select(group => new KvEnd(group, first, pool.Run.Serving.Scheduler.BlockTokens)));
                roles.Add(pool.Role);
                hostBlocks.Add(run.Scenario.HostMemory is { } host ? HostBlocksOf(pool, placements[0], host) : 0);
            }
        }
        var transport = new KvTransport(
            simulation, network is null ? null : new PacketNetwork(simulation, network.Spec), HostsOf(run.Scenario.HostMemory, ends, options.Packet, simulation), ends, recording);
        return new KvExchangeSetup(roles, new KvTransferSpec(options.Mode, options.Timeout), Routers.Open(run.Scenario.Serving.Router, run.Scenario.Seed), transport, hostBlocks);
    }

    private static PacketNetwork? HostsOf(HostMemoryOptions? host, List<KvEnd> ends, Bytes packet, Simulation simulation) =>
        host is null ? null : new PacketNetwork(simulation, KvNetwork.OfHosts(ends.Max(end => end.FirstEndpoint + end.Placement.Devices), LinkPreset.Open(host.Link), packet));

    /// <summary>What the devices of a replica hold of the sequences of each of its attention groups.</summary>
    private static KvPlacement[] PlacementsOf(PreparedPool pool) =>
        [.. Enumerable.Range(0, pool.Run.Scenario.Plan.AttentionData).Select(group => new KvPlacement(pool.Run.Model, pool.Run.Scenario.Plan, group))];

    /// <summary>Blocks that a replica's host holds for each of its attention groups, which share it evenly.</summary>
    private static int HostBlocksOf(PreparedPool pool, KvPlacement placement, HostMemoryOptions host)
    {
        long share = host.Capacity.Count / pool.Run.Scenario.Plan.AttentionData;
        return (int)Math.Min(share / (placement.PerToken.Count * pool.Run.Serving.Scheduler.BlockTokens), int.MaxValue - 1);
    }
}
