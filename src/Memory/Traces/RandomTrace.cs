using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Traces;

/// <summary>Traces for checks and measurements: runs of consecutive accesses from random places, offered as fast as the channel takes them.</summary>
public static class RandomTrace
{
    /// <summary>Makes a trace for a channel.</summary>
    public static MemoryTrace Of(DramSpec spec, int requests, ulong seed, int jumpEvery = 4, int writeEvery = 3)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Of(spec.Organisation.Capacity, spec.Organisation.Access, requests, seed, jumpEvery, writeEvery);
    }

    /// <summary>Makes a trace.</summary>
    /// <param name="capacity">Bytes whose addresses are used.</param>
    /// <param name="access">Bytes from one address to the next.</param>
    /// <param name="requests">How many requests.</param>
    /// <param name="seed">Gives the same trace again.</param>
    /// <param name="jumpEvery">One access in so many goes to a random place, the others follow their predecessor; 1 or more.</param>
    /// <param name="writeEvery">One access in so many writes; 1 or more.</param>
    public static MemoryTrace Of(Bytes capacity, Bytes access, int requests, ulong seed, int jumpEvery = 4, int writeEvery = 3)
    {
        var random = new RandomStream(seed, "memory trace");
        long accesses = capacity.Count / access.Count;
        long place = 0;
        long[] addresses = new long[requests];
        bool[] writes = new bool[requests];
        for (int i = 0; i < requests; i++)
        {
            place = random.NextInteger(jumpEvery) == 0 ? random.NextInteger(accesses) : (place + 1) % accesses;
            addresses[i] = place * access.Count;
            writes[i] = random.NextInteger(writeEvery) == 0;
        }
        return new MemoryTrace(new long[requests], addresses, writes);
    }
}
