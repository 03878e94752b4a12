using DeepStack.Sim.Core.Randomness;

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

    /// <summary>A number in [0, 1) that belongs to one place of one request.</summary>
    private static double Uniform(ulong seed, int request, int place) =>
        PlacedRandom.Uniform(seed, ((ulong)(uint)request << 32) + (uint)place + 1);
}
