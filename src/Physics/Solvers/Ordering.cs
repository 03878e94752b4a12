namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Orders the unknowns of a matrix so that its factor stays narrow.</summary>
internal static class Ordering
{
    /// <summary>Cuthill-McKee from a node at the graph's edge, or the given order if that is narrower: order[new] = old.</summary>
    /// <remarks>Cuthill and McKee, ACM 1969; start node after George and Liu (1979).</remarks>
    public static int[] Narrow(SparseSymmetricMatrix matrix)
    {
        int[] natural = [.. Enumerable.Range(0, matrix.Count)];
        int[] levels = CuthillMcKee(matrix);
        Array.Reverse(levels);
        return ProfileOf(matrix, levels) < ProfileOf(matrix, natural) ? levels : natural;
    }

    /// <summary>
    /// Rows by their distance from the first ones, so that rows in succession do not wait for each other in a sweep; every row still comes after
    /// those of its neighbours that it came after before, hence incomplete factors stay what they were.
    /// </summary>
    public static int[] Wavefronts(SparseSymmetricMatrix matrix)
    {
        var front = new int[matrix.Count];
        for (int i = 0; i < front.Length; i++)
        {
            foreach (int neighbour in matrix.Neighbours(i))
            {
                if (neighbour < i) front[i] = Math.Max(front[i], front[neighbour] + 1);
            }
        }
        int[] order = [.. Enumerable.Range(0, matrix.Count)];
        Array.Sort([.. order.Select(i => ((long)front[i] << 32) + i)], order);
        return order;
    }

    /// <summary>Entries of the lower factor below the diagonal when every row is filled from its first entry on.</summary>
    public static long ProfileOf(SparseSymmetricMatrix matrix, int[] order)
    {
        int[] place = PlaceOf(order);
        long profile = 0;
        for (int i = 0; i < order.Length; i++) profile += i - FirstOf(matrix, order, place, i);
        return profile;
    }

    /// <summary>The inverse of an order: place[old] = new.</summary>
    public static int[] PlaceOf(int[] order)
    {
        var place = new int[order.Length];
        for (int i = 0; i < order.Length; i++) place[order[i]] = i;
        return place;
    }

    /// <summary>The leftmost column of a row under an order.</summary>
    public static int FirstOf(SparseSymmetricMatrix matrix, int[] order, int[] place, int row)
    {
        int first = row;
        foreach (int neighbour in matrix.Neighbours(order[row])) first = Math.Min(first, place[neighbour]);
        return first;
    }

    private static int[] CuthillMcKee(SparseSymmetricMatrix matrix)
    {
        var order = new List<int>(matrix.Count);
        var seen = new bool[matrix.Count];
        for (int node = 0; node < matrix.Count; node++)
        {
            if (seen[node]) continue;
            Walk(matrix, EdgeNode(matrix, node, seen), seen, order);
        }
        return [.. order];
    }

    /// <summary>A node far from all others: the last one met by walking from the last one met.</summary>
    private static int EdgeNode(SparseSymmetricMatrix matrix, int node, bool[] seen)
    {
        for (int round = 0; round < 2; round++)
        {
            var met = new List<int>();
            Walk(matrix, node, [.. seen], met);
            node = met[^1];
        }
        return node;
    }

    private static void Walk(SparseSymmetricMatrix matrix, int from, bool[] seen, List<int> order)
    {
        int head = order.Count;
        order.Add(from);
        seen[from] = true;
        for (; head < order.Count; head++)
        {
            int mark = order.Count;
            foreach (int neighbour in matrix.Neighbours(order[head]))
            {
                if (seen[neighbour]) continue;
                seen[neighbour] = true;
                order.Insert(PlaceByDegree(neighbour, mark), neighbour);
            }
        }

        int PlaceByDegree(int node, int first)
        {
            int place = order.Count;
            while (place > first && Degree(matrix, order[place - 1], node) > 0) place--;
            return place;
        }
    }

    private static int Degree(SparseSymmetricMatrix matrix, int a, int b)
    {
        int difference = matrix.Neighbours(a).Length - matrix.Neighbours(b).Length;
        return difference != 0 ? difference : a - b;
    }
}
