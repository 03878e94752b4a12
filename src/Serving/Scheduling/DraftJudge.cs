namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Says how many draft tokens the model accepts; a pure function of seed, request and place, so that order does not matter.</summary>
internal static class DraftJudge
{
    /// <summary>Drafts accepted before the first rejection.</summary>
    public static int Accepted(SchedulerSpec spec, int request, int generated, int drafts)
    {
        int accepted = 0;
        while (accepted < drafts && Uniform(spec.Seed, request, generated + accepted) < spec.DraftAcceptance) accepted++;
        return accepted;
    }

    /// <summary>A number in [0, 1) that belongs to one place of one request (splitmix64).</summary>
    private static double Uniform(ulong seed, int request, int place)
    {
        ulong z = seed + 0x9E3779B97F4A7C15 * (((ulong)(uint)request << 32) + (uint)place + 1);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
