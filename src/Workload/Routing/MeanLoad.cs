namespace DeepStack.Sim.Workload.Routing;

/// <summary>Loads in the mean over draws of the same tokens.</summary>
/// <param name="Tokens">Tokens of all devices together.</param>
/// <param name="Activated">Experts of the fullest device that have rows.</param>
/// <param name="Rows">Rows of its experts, most first [experts of a device].</param>
/// <param name="DeviceRows">Rows of all devices, most first [devices].</param>
internal sealed record MeanLoad(long Tokens, double Activated, double[] Rows, double[] DeviceRows)
{
    /// <summary>The load of a number of tokens between two that were drawn.</summary>
    /// <param name="more">The load of more tokens.</param>
    /// <param name="tokens">From this load's tokens to the other's.</param>
    /// <remarks>
    /// What is chosen at random scatters by the square root of the tokens, so that a rank's share of all rows is a straight line over 1 / sqrt(tokens).
    /// </remarks>
    /// <approximation>Within half an octave the means differ from drawn ones by less than 0.5 %, which is less than draws differ from each other.</approximation>
    public MeanLoad Towards(MeanLoad more, long tokens)
    {
        double from = 1 / Math.Sqrt(Tokens), to = 1 / Math.Sqrt(more.Tokens), way = (from - 1 / Math.Sqrt(tokens)) / (from - to);
        double here = (1 - way) * tokens / Tokens, there = way * tokens / more.Tokens;
        return new MeanLoad(tokens, (1 - way) * Activated + way * more.Activated, Mixed(Rows, here, more.Rows, there), Mixed(DeviceRows, here, more.DeviceRows, there));
    }

    /// <summary>As many experts as are activated in the mean; they have the rows of those left out, too.</summary>
    /// <param name="order">The device of each rank [devices].</param>
    public ExpertLoad Whole(ReadOnlySpan<int> order)
    {
        int count = (int)Math.Max(1, Math.Round(Activated));
        double total = 0, kept = 0;
        for (int i = 0; i < Rows.Length; i++)
        {
            total += Rows[i];
            if (i < count) kept += Rows[i];
        }
        var rows = new int[count];
        for (int i = 0; i < count; i++) rows[i] = (int)Math.Max(1, Math.Round(Rows[i] * total / kept));
        var devices = new double[DeviceRows.Length];
        for (int rank = 0; rank < devices.Length; rank++) devices[order[rank]] = DeviceRows[rank];
        return new ExpertLoad(rows) { DeviceRows = devices };
    }

    private static double[] Mixed(double[] less, double here, double[] more, double there)
    {
        var mixed = new double[less.Length];
        for (int i = 0; i < mixed.Length; i++) mixed[i] = less[i] * here + more[i] * there;
        return mixed;
    }
}
