namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The two halves of an algorithm in which every member of a group sends to every other at once.</summary>
internal static class DirectPhase
{
    /// <summary>Member m ends with the sum of its share.</summary>
    /// <param name="builder">Takes the messages.</param>
    /// <param name="groups">The ranks of every group.</param>
    /// <param name="shareOf">The chunks of a member's share.</param>
    public static void ReduceScatter(ScheduleBuilder builder, IReadOnlyList<int[]> groups, Func<int, IReadOnlyList<int>> shareOf) =>
        ForAllPairs(groups, (from, to, _, toMember) => builder.Add(from, to, shareOf(toMember), reduces: true));

    /// <summary>Member m begins with its share; all end with all shares.</summary>
    /// <inheritdoc cref="ReduceScatter"/>
    public static void AllGather(ScheduleBuilder builder, IReadOnlyList<int[]> groups, Func<int, IReadOnlyList<int>> shareOf) =>
        ForAllPairs(groups, (from, to, fromMember, _) => builder.Add(from, to, shareOf(fromMember), reduces: false));

    /// <summary>Every ordered pair of every group; each member begins with the one after it, so that no receiver is met by all at once.</summary>
    public static void ForAllPairs(IReadOnlyList<int[]> groups, Action<int, int, int, int> send)
    {
        foreach (int[] group in groups)
        {
            for (int from = 0; from < group.Length; from++)
            {
                for (int ahead = 1; ahead < group.Length; ahead++)
                {
                    int to = (from + ahead) % group.Length;
                    send(group[from], group[to], from, to);
                }
            }
        }
    }
}
